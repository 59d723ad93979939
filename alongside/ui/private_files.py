"""What leaves with every photo, drawing and voice note: nobody keeps it, and it can do nothing."""

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Disposition": "inline",
    # For whoever opens one by itself: a page that can do nothing.
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
