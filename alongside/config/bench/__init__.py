"""Speed and memory, measured on this machine. Each bench makes its own throw-away home."""
