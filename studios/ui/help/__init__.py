"""The help: a printable page per role, whose steps are data and name the pages as the interface names them."""
