"""Four named worlds: how strongly faults of one's own line count, and in how many places.

The essays' order is a result that depends on the world, not an assumption; no study reports one world alone.
"""

from dataclasses import dataclass

from reportsto.errors import unknown_name


@dataclass(frozen=True, slots=True)
class World:
    """A named set of parameter settings."""

    id: str
    title: str
    settings: dict[str, float]


NEUTRAL = World(
    "neutral",
    "advocating one's own department's faults pays like anybody's (c = 0)",
    {"incentives.own_line_strength": 0.0},
)
ONCE = World("once", "faults of one's own line are charged once, in the pull of pay (default)", {})
CONTAGION = World(
    "contagion",
    "service and every manager above it are paid on customer metrics; only the neighbours differ",
    {"incentives.paid_on_customers": 1.0},
)
CONTRACT = World(
    "contract",
    "own-line faults are charged three times: in pay, in voice, in passing on (the essays at their strongest)",
    {"voice.own_line": 1.5, "climb.own_line_loss": 0.3},
)

WORLDS = {world.id: world for world in (NEUTRAL, ONCE, CONTAGION, CONTRACT)}


def world(world_id: str) -> World:
    """Return a world by its id, or raise `UnknownName` with the nearest right one."""
    if world_id not in WORLDS:
        raise unknown_name("world", world_id, WORLDS)
    return WORLDS[world_id]
