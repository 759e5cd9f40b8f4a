"""Addresses of experts: their right comes from the seat."""

from django.urls import path

from studios.views.review import declare, enter

urlpatterns = [
    path("review/", declare.reviews, name="reviews"),
    path("review/enter/", enter.seat_enter, name="seat_enter"),
    path("review/<int:seat>/declare/", declare.review_declare, name="review_declare"),
    path("review/<int:seat>/decline/", declare.review_decline, name="review_decline"),
]
