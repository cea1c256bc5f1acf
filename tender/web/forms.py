"""What every form shares: the hidden proof of origin, words in the reader's language, its status."""

from __future__ import annotations

from flask_wtf import FlaskForm


class BaseForm(FlaskForm):
    """A form of ours. The validators' own messages come in the page's language from WTForms."""

    def accepted(self) -> bool:
        """The form was sent and everything in it is right."""
        return bool(self.validate_on_submit())

    @property
    def status(self) -> int:
        """The answer's status: 422 once something is wrong, so that nothing is committed."""
        return 422 if self.errors else 200

    def refuse(self, field: str, message: str) -> None:
        """Put a refusal met after validation beside the field it is about."""
        self[field].errors = (*self[field].errors, message)
