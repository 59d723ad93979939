"""Made-up words put everywhere somebody can write, and looked for everywhere something is kept."""
