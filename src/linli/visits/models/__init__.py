"""The rows of this room."""

from linli.visits.models.visits import FollowUp, Visit, VisitRecord, VoiceNote

__all__ = ["FollowUp", "Visit", "VisitRecord", "VoiceNote"]
