"""The page toolkit: every component tag and every filter of the house, under one name."""

from django import template

from unions.templatetags import chrome, fields, formats, frames, leaves, lists, pictures

register = template.Library()

for part in (leaves, frames, lists, fields, chrome, formats, pictures):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
