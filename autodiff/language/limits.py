"""How much a text may hold, and the sentence that says so: one learner must not slow down a class.

The last two only stop what no learner writes: programs that do nothing many times, and functions that
call functions that call functions. Everything else is promised in docs/language.md.
"""

CHARACTERS = 10_000
NODES = 5_000
VARIABLES = 512
OUTPUTS = 64
TERMS = 1_000  # in one chain of operators that bind alike
TURNS = 10_000  # loop turns and inlined calls together
NESTING = 100  # brackets, runs of signs and of ``not``, powers of powers, ``if else`` in ``if else``
NOTICES = 3  # said about one text; whoever took their advice is told the next
INTEGER = 2**31  # an index or a bound stays below it; every other number is a float
STEPS = 40_000  # expressions and statements worked through, loops written out
DEPTH = 220  # levels of the tree, with the trees of the functions that are put in: a guard for Python's stack

TOO_MANY_CHARACTERS = f"The text is longer than {CHARACTERS:,} characters."
TOO_MANY_NODES = f"The graph would have more than {NODES:,} nodes."
TOO_MANY_VARIABLES = f"The function has more than {VARIABLES} variables."
TOO_MANY_OUTPUTS = f"The function has more than {OUTPUTS} outputs."
TOO_MANY_TERMS = f"More than {TERMS:,} terms are chained here without a bracket."
TOO_MANY_TURNS = f"Loops and calls of functions come to more than {TURNS:,} turns together."
TOO_DEEP = f"This is nested more than {NESTING} levels deep."
TOO_LARGE = "A whole number that counts something has to be below 2,147,483,648."
TOO_LONG_A_PROGRAM = f"Written out, this program takes more than {STEPS:,} steps."
TOO_DEEP_TOGETHER = "Put together, this is nested too deep."
