"""What a row of the table is made of."""

from dataclasses import dataclass, field


@dataclass
class Line:
    """One comparison of a row. Without a bar it is for information."""
    ours: str
    peer: str
    least: float = None
    most: float = None


@dataclass
class Row:
    key: str
    title: str
    runs: list
    lines: list
    absent: dict = field(default_factory=dict)  # peer: (reason, bar)
