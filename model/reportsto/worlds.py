"""Four named worlds: how strongly faults of one's own line count, and in how many places.

The essays' order is a result that depends on the world, not an assumption; no study reports one world alone.
"""

from dataclasses import dataclass

from reportsto.errors import unknown_name


@dataclass(frozen=True, slots=True)
class World:
    """A named set of parameter settings.

    Attributes:
        id: what users type.
        sentence: what is true in a firm of this world, in everyday words.
        title: what the world assumes, in the model's words.
        settings: the parameters that differ from their defaults.
    """

    id: str
    sentence: str
    title: str
    settings: dict[str, float]


NEUTRAL = World(
    "neutral",
    "reports on your own department cost nothing",
    "advocating one's own department's faults pays like anybody's (c = 0)",
    {"incentives.own_line_strength": 0.0},
)
ONCE = World(
    "once",
    "reports on your own department cost you pay",
    "faults of one's own line are charged once, in the pull of pay (default)",
    {},
)
CONTAGION = World(
    "contagion",
    "reports on your own department cost colleagues, not you",
    "service and every manager above it are paid on customer metrics; only the neighbours differ",
    {"incentives.paid_on_customers": 1.0},
)
CONTRACT = World(
    "contract",
    "reports on your own department cost pay, take courage, are held back",
    "own-line faults are charged three times: in pay, in voice, in passing on (the essays at their strongest)",
    {"voice.own_line": 1.5, "climb.own_line_loss": 0.3},
)

WORLDS = {world.id: world for world in (NEUTRAL, ONCE, CONTAGION, CONTRACT)}


def world(world_id: str) -> World:
    """Return a world by its id, or raise `UnknownName` with the nearest right one."""
    if world_id not in WORLDS:
        raise unknown_name("world", world_id, WORLDS)
    return WORLDS[world_id]
