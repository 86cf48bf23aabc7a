"""Which cases pay and whom they hurt; pure functions of numbers."""
