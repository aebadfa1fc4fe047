"""A workflow as a picture: phases one below the other by stage, steps as labelled arrows; worded elsewhere, pure here.

The way down the middle is the usual course. What goes back, or leaps over a phase, runs on tracks at the left; what ends a
case early leaves at the right.
"""

from linli.cases.catalogue.drawing.picture import Link, Node, Picture
from linli.cases.catalogue.drawing.svg import write_svg

__all__ = ["Link", "Node", "Picture", "write_svg"]
