# A thin cover over make.py, which works without make too: `python make.py demo`.
# Arguments go in ARGS: make test ARGS="-k unknown"

PYTHON ?= $(shell command -v python3 || command -v python || echo python3)
WORDS = demo test lint types docs bench wheels clean help

.DEFAULT_GOAL = help
.PHONY: $(WORDS)

$(WORDS):
	@$(PYTHON) make.py $@ $(ARGS)
