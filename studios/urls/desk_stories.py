"""Addresses of stories at the desk."""

from django.urls import path

from studios.views.desk import stories, story_pictures, story_steps

urlpatterns = [
    path("desk/stories/", stories.stories, name="desk_stories"),
    path("desk/stories/new/", stories.new, name="story_new"),
    path("desk/stories/to-check/", stories.to_check, name="stories_to_check"),
    path("desk/stories/to-revise/", stories.to_revise, name="stories_to_revise"),
    path("desk/stories/<int:pk>/", stories.story, name="desk_story"),
    path("desk/stories/<int:pk>/preview/", stories.preview, name="story_preview"),
    path("desk/stories/<int:pk>/edit/", stories.edit, name="story_edit"),
    path("desk/stories/<int:pk>/word/", stories.word, name="story_word"),
    path("desk/stories/<int:pk>/meeting/", stories.meeting, name="story_meeting"),
    path("desk/stories/<int:pk>/pictures/", story_pictures.pictures, name="story_pictures"),
    path("desk/stories/<int:pk>/pictures/<int:row>/", story_pictures.change, name="story_picture"),
    path("desk/stories/<int:pk>/pictures/<int:row>/remove/", story_pictures.remove, name="story_picture_remove"),
    path("desk/stories/<int:pk>/discard/", story_steps.discard, name="story_discard"),
    path("desk/stories/<int:pk>/correct/", story_steps.correct, name="story_correct"),
    path("desk/stories/<int:pk>/<str:name>/", story_steps.step, name="story_step"),
]
