"""Frames of pictures: shape, middle and size become a box and come back."""

import pytest

from studios.values.crops import WHOLE, Frame, frame_of, is_usable, pixels


@pytest.mark.parametrize(
    ("frame", "box"),
    [
        (Frame("whole"), WHOLE),
        (Frame("16:9"), (0, 78, 1000, 844)),
        (Frame("1:1", x=0), (0, 0, 667, 1000)),
        (Frame("1:1", x=100), (333, 0, 667, 1000)),
        (Frame("3:2", x=50, y=50, size=50), (250, 250, 500, 500)),
        (Frame("3:2", x=0, y=100, size=50), (0, 500, 500, 500)),
    ],
)
def test_a_frame_stays_within_the_picture(frame, box) -> None:
    assert frame.box((1500, 1000)) == box


@pytest.mark.parametrize("picture", [(4000, 3000), (3000, 4000), (1920, 1080), (901, 907)])
@pytest.mark.parametrize("ratio", ["16:9", "3:2", "1:1"])
def test_a_box_tells_the_frame_it_came_from(picture, ratio) -> None:
    frame = frame_of(Frame(ratio, 30, 60, 70).box(picture), picture)
    assert (frame.ratio, frame.size) == (ratio, 70)
    # What a form shows and sends back unchanged cuts nothing anew.
    assert frame_of(frame.box(picture), picture) == frame


def test_a_frame_has_the_shape_asked_for() -> None:
    width, height = pixels(Frame("16:9", size=80).box((4000, 3000)), (4000, 3000))
    assert abs(width / height - 16 / 9) < 0.01


def test_small_frames_and_strips_are_not_usable() -> None:
    assert is_usable(WHOLE, (320, 320))
    assert not is_usable((0, 0, 100, 100), (3000, 3000))
    assert not is_usable(WHOLE, (4000, 400))
