"""What the history of an area calls the closing of a building on its ground, and its opening again."""

BUILDING_CLOSED = "building-closed"
BUILDING_REOPENED = "building-reopened"
