"""The classes of Aurélien Géron's notebook on autodiff, as covers over the graph and its sweeps.

The notebook (``extra_autodiff.ipynb``, beside *Hands-On Machine Learning*) builds its toy classes twice:

    forward   ``f.gradient(x)`` is an expression again
    reverse   ``f.backpropagate(1.0)`` leaves a number in ``x.gradient``

Its cells run on these as they run on its own, except that every sweep is a loop that visits a node once.
"""
