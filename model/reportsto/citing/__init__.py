"""How to cite the software, and the works behind what a study ran."""
