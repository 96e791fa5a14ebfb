"""What ``08_receptive_field.ipynb`` imports: its pictures."""

from cnnlib.lessons.receptive_field.pictures import measured_field_picture, receptive_field_picture

__all__ = ["measured_field_picture", "receptive_field_picture"]
