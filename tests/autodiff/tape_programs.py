"""Programs on tapes that run on this library and on TensorFlow alike: ``m`` is the one or the other."""

from __future__ import annotations

from typing import Any


def notebook_first_order(m: Any) -> Any:
    x, y = m.Variable(3.0), m.Variable(4.0)
    with m.GradientTape() as tape:
        f = x * x * y + y + 2
    return tape.gradient(f, [x, y])


def notebook_second_order(m: Any) -> Any:
    x, y = m.Variable(3.0), m.Variable(4.0)
    with m.GradientTape(persistent=True) as tape:
        f = x * x * y + y + 2
        df_dx, df_dy = tape.gradient(f, [x, y])
    d2f_d2x, d2f_dydx = tape.gradient(df_dx, [x, y])
    d2f_dxdy, d2f_d2y = tape.gradient(df_dy, [x, y])
    del tape
    return [[d2f_d2x, d2f_dydx], [d2f_dxdy, d2f_d2y]]


def a_constant_is_not_watched(m: Any) -> Any:
    x = m.constant(3.0)
    with m.GradientTape() as tape:
        y = x * x
    return tape.gradient(y, x)


def a_constant_that_is_watched(m: Any) -> Any:
    x = m.constant(3.0)
    with m.GradientTape() as tape:
        tape.watch(x)
        y = x * x
    return tape.gradient(y, x)


def watched_after_it_was_used(m: Any) -> Any:
    x = m.constant(3.0)
    with m.GradientTape() as tape:
        y = x * x
        tape.watch(x)
        z = y * x
    return tape.gradient(z, [x, y])


def watched_before_the_block(m: Any) -> Any:
    x = m.constant(3.0)
    with m.GradientTape() as tape:
        tape.watch([x])
    with tape:
        y = x * x * x
    return tape.gradient(y, x)


def along_an_intermediate(m: Any) -> Any:
    x = m.Variable(3.0)
    with m.GradientTape() as tape:
        y = x * x
        z = y * y
    return tape.gradient(z, [x, y])


def along_itself(m: Any) -> Any:
    x = m.Variable(3.0)
    with m.GradientTape() as tape:
        y = m.sin(x)
    return tape.gradient(y, y)


def a_variable_along_itself(m: Any) -> Any:
    x, y = m.Variable(3.0), m.Variable(1.0)
    with m.GradientTape() as tape:
        x * y
    return tape.gradient(x, [x, y])


def not_connected(m: Any) -> Any:
    x, y = m.Variable(3.0), m.Variable(4.0)
    with m.GradientTape() as tape:
        z = x * x
    return tape.gradient(z, [x, y])


def not_connected_as_zero(m: Any) -> Any:
    x, y = m.Variable(3.0), m.Variable(4.0)
    with m.GradientTape() as tape:
        z = x * x
    return tape.gradient(z, [x, y], unconnected_gradients="zero")


def connected_by_zero(m: Any) -> Any:
    x, y = m.Variable(3.0), m.Variable(4.0)
    with m.GradientTape() as tape:
        z = x * 0.0 + y * 0.0
    return tape.gradient(z, [x, y])


def several_targets_are_summed(m: Any) -> Any:
    x = m.Variable(3.0)
    with m.GradientTape() as tape:
        y, z = x * x, m.exp(x)
    return tape.gradient([y, z], x)


def weighed_targets(m: Any) -> Any:
    x, y = m.Variable(3.0), m.Variable(-2.0)
    with m.GradientTape() as tape:
        u, w = x * y, x / y
    return tape.gradient([u, w], [x, y], output_gradients=[m.constant(2.0), m.constant(-5.0)])


def one_target_connected(m: Any) -> Any:
    x, y = m.Variable(3.0), m.Variable(-2.0)
    with m.GradientTape() as tape:
        u, w = x * x, y * y
    return tape.gradient([u, w], {"x": x, "both": [x, y]})


def sources_in_a_tuple_and_dict(m: Any) -> Any:
    x, y = m.Variable(3.0), m.Variable(4.0)
    with m.GradientTape() as tape:
        z = m.sqrt(x * x + y * y)
    return tape.gradient(z, {"x": x, "y": (y, x)})


def persistent_asked_twice(m: Any) -> Any:
    x = m.Variable(0.7)
    with m.GradientTape(persistent=True) as tape:
        y = m.tanh(x)
        z = m.exp(y)
    return [tape.gradient(y, x), tape.gradient(z, x), tape.gradient(z, y), tape.gradient(z, x)]


def nested_second_order(m: Any) -> Any:
    x = m.Variable(3.0)
    with m.GradientTape() as outer:
        with m.GradientTape() as inner:
            y = x * x * x
        first = inner.gradient(y, x)
    return [first, outer.gradient(first, x)]


def nested_third_order(m: Any) -> Any:
    x = m.Variable(0.4)
    with m.GradientTape() as t1:
        with m.GradientTape() as t2:
            with m.GradientTape() as t3:
                y = m.sin(x) * m.exp(x)
            first = t3.gradient(y, x)
        second = t2.gradient(first, x)
    return [first, second, t1.gradient(second, x)]


def nested_hessian(m: Any) -> Any:
    x, y = m.Variable(0.4), m.Variable(1.3)
    with m.GradientTape(persistent=True) as outer:
        with m.GradientTape() as inner:
            z = m.log(x * x + m.exp(y)) * m.tanh(x * y)
        gradient = inner.gradient(z, [x, y])
    return [outer.gradient(part, [x, y]) for part in gradient]


def hessian_vector_product(m: Any) -> Any:
    x, y = m.Variable(0.4), m.Variable(1.3)
    with m.GradientTape() as outer:
        with m.GradientTape() as inner:
            z = m.sin(x * y) * x
        dx, dy = inner.gradient(z, [x, y])
        along = dx * 2.0 + dy * -3.0
    return outer.gradient(along, [x, y])


def a_gradient_in_the_program(m: Any) -> Any:
    x = m.Variable(2.0)
    with m.GradientTape() as outer:
        with m.GradientTape() as inner:
            y = x * x
        slope = inner.gradient(y, x)
        z = slope * slope + x
    return outer.gradient(z, x)


def the_outer_tape_knows_nothing_of_what_was_before(m: Any) -> Any:
    x = m.Variable(2.0)
    with m.GradientTape() as inner:
        y = x * x
    with m.GradientTape() as outer:
        slope = inner.gradient(y, x)
        z = slope * x
    return outer.gradient(z, x)


def two_tapes_side_by_side(m: Any) -> Any:
    x, y = m.Variable(2.0), m.Variable(5.0)
    with m.GradientTape() as first, m.GradientTape() as second:
        z = x * y * y
    return [first.gradient(z, x), second.gradient(z, y)]


def the_slope_of_a_constant_slope(m: Any) -> Any:
    x = m.Variable(2.0)
    with m.GradientTape() as outer:
        with m.GradientTape() as inner:
            y = x * 3.0
        slope = inner.gradient(y, x)
    return [slope, outer.gradient(slope, x)]


def a_variable_that_is_assigned_in_between(m: Any) -> Any:
    x = m.Variable(3.0)
    with m.GradientTape() as tape:
        y = x * x
        x.assign(10.0)
        z = y * x
    return tape.gradient(z, x)


def a_variable_that_is_added_to(m: Any) -> Any:
    x = m.Variable(3.0)
    with m.GradientTape(persistent=True) as tape:
        y = x * x
        x.assign_add(y)
        z = x * 2.0
    return [tape.gradient(y, x), tape.gradient(z, x), x * 1.0]


def a_step_after_the_block(m: Any) -> Any:
    x = m.Variable(3.0)
    with m.GradientTape() as tape:
        y = x * x
    x.assign(0.0)
    return tape.gradient(y, x)


def descent(m: Any) -> Any:
    x, y = m.Variable(3.0), m.Variable(-1.0)
    for _ in range(5):
        with m.GradientTape() as tape:
            loss = (x - 1.0) * (x - 1.0) + 3.0 * (y - x) ** 2.0
        dx, dy = tape.gradient(loss, [x, y])
        x.assign_sub(0.1 * dx)
        y.assign_sub(0.1 * dy)
    return [x * 1.0, y * 1.0]


def not_trainable(m: Any) -> Any:
    x, y = m.Variable(3.0, trainable=False), m.Variable(2.0)
    with m.GradientTape() as tape:
        z = x * y
    return tape.gradient(z, [x, y])


def not_trainable_but_watched(m: Any) -> Any:
    x, y = m.Variable(3.0, trainable=False), m.Variable(2.0)
    with m.GradientTape() as tape:
        tape.watch(x)
        z = x * y
    return tape.gradient(z, [x, y])


def nothing_is_watched_by_itself(m: Any) -> Any:
    x, y = m.Variable(3.0), m.Variable(2.0)
    with m.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(y)
        z = x * y
    return tape.gradient(z, [x, y])


def recording_is_stopped(m: Any) -> Any:
    x = m.Variable(3.0)
    with m.GradientTape() as tape:
        y = x * x
        with tape.stop_recording():
            unseen = m.exp(x)
        z = y * unseen
    return tape.gradient(z, x)


def reset(m: Any) -> Any:
    x = m.Variable(3.0)
    with m.GradientTape() as tape:
        y = x * x
        tape.reset()
        z = x * x * x
        w = z + y
    return tape.gradient(w, x)


def the_variables_that_were_watched(m: Any) -> Any:
    x, y, z = m.Variable(3.0), m.Variable(4.0), m.Variable(5.0)
    with m.GradientTape() as tape:
        y * x
    return [len(tape.watched_variables()), z * 1.0]


def opened_twice(m: Any) -> Any:
    x = m.Variable(3.0)
    with m.GradientTape() as tape:
        y = x * x
    between = y + x
    with tape:
        z = y * x
    return tape.gradient([z, between], x)


def asked_inside_its_own_block(m: Any) -> Any:
    x = m.Variable(3.0)
    with m.GradientTape() as tape:
        y = m.sin(x)
        return tape.gradient(y, x)


def a_loop_that_the_numbers_end(m: Any) -> Any:
    x = m.Variable(1.1)
    with m.GradientTape() as tape:
        y = x * 1.0
        while y < 100.0:
            y = y * y + 0.1
    return tape.gradient(y, x)


def a_branch_that_the_numbers_choose(m: Any) -> Any:
    found = []
    for start in (-2.0, 2.0):
        x = m.Variable(start)
        with m.GradientTape() as tape:
            y = m.exp(x) if x > 0 else x * x * x
        found.append(tape.gradient(y, x))
    return found


def a_choice(m: Any) -> Any:
    x, y = m.Variable(2.0), m.Variable(3.0)
    with m.GradientTape() as tape:
        z = m.where(x < y, x * x, y * x)
    return tape.gradient(z, [x, y])


def a_choice_of_one_of_two(m: Any) -> Any:
    x, y = m.Variable(2.0), m.Variable(3.0)
    with m.GradientTape() as tape:
        z = m.where(x > y, x * 1.0, m.sin(y))
    return tape.gradient(z, [x, y])


def maximum_and_minimum(m: Any) -> Any:
    x, y = m.Variable(2.0), m.Variable(3.0)
    with m.GradientTape() as tape:
        z = m.max(x * x, y) * m.min(x, y * y) + m.max(x, y)
    return tape.gradient(z, [x, y])


def powers(m: Any) -> Any:
    x, y = m.Variable(1.7), m.Variable(2.3)
    with m.GradientTape() as tape:
        z = x**y + 2.0**x + y**3 + x**-0.5
    return tape.gradient(z, [x, y])


def second_slopes_of_powers(m: Any) -> Any:
    x, y = m.Variable(1.7), m.Variable(2.3)
    with m.GradientTape(persistent=True) as outer:
        with m.GradientTape() as inner:
            z = x**y
        parts = inner.gradient(z, [x, y])
    return [outer.gradient(part, [x, y]) for part in parts]


def quotients(m: Any) -> Any:
    x, y = m.Variable(1.7), m.Variable(-2.3)
    with m.GradientTape(persistent=True) as outer:
        with m.GradientTape() as inner:
            z = x / y + 1.0 / x - y / 3.0
        parts = inner.gradient(z, [x, y])
    return [parts, [outer.gradient(part, [x, y]) for part in parts]]


def sums_and_signs(m: Any) -> Any:
    x, y = m.Variable(1.7), m.Variable(-2.3)
    with m.GradientTape() as tape:
        z = -(x - y) + (3.0 - x) + y + abs(y) + m.sign(x) + m.sign(y) * x
    return tape.gradient(z, [x, y])


def exponentials_and_logarithms(m: Any) -> Any:
    x = m.Variable(0.6)
    with m.GradientTape(persistent=True) as outer:
        with m.GradientTape() as inner:
            z = m.exp(x) * m.expm1(x) + m.log(x) + m.log1p(x) - m.sqrt(x) * m.square(x)
        first = inner.gradient(z, x)
    return [first, outer.gradient(first, x)]


def trigonometry(m: Any) -> Any:
    x, y = m.Variable(0.6), m.Variable(-0.3)
    with m.GradientTape() as tape:
        z = m.sin(x) * m.cos(y) + m.tan(x * y) + m.asin(y) - m.acos(x) + m.atan(x) + m.atan2(y, x)
    return tape.gradient(z, [x, y])


def hyperbolic(m: Any) -> Any:
    x, y = m.Variable(0.6), m.Variable(1.3)
    with m.GradientTape() as outer:
        with m.GradientTape() as inner:
            z = m.sinh(x) * m.cosh(y) + m.tanh(x) + m.asinh(x) + m.acosh(y) * m.atanh(x)
        first = inner.gradient(z, x)
    return [first, outer.gradient(first, y)]


def of_neural_networks(m: Any) -> Any:
    x, y = m.Variable(0.6), m.Variable(-1.3)
    with m.GradientTape() as tape:
        z = m.sigmoid(x) + m.softplus(y) + m.relu(x) * m.relu(y) + m.elu(y) + m.erf(x) * m.erfc(y) + m.silu(x)
    return tape.gradient(z, [x, y])


def second_slopes_of_neural_networks(m: Any) -> Any:
    x = m.Variable(0.6)
    with m.GradientTape() as outer:
        with m.GradientTape() as inner:
            z = m.sigmoid(x) * m.softplus(x) + m.erf(x)
        first = inner.gradient(z, x)
    return outer.gradient(first, x)


def a_neuron(m: Any) -> Any:
    weights = [m.Variable(0.3), m.Variable(-0.7)]
    bias = m.Variable(0.1)
    with m.GradientTape() as tape:
        error = m.tanh(weights[0] * 1.5 + weights[1] * 2.5 + bias) - 0.5
        loss = error * error
    return tape.gradient(loss, {"weights": weights, "bias": bias})


def used_many_times(m: Any) -> Any:
    x = m.Variable(1.01)
    with m.GradientTape() as tape:
        y = x
        for _ in range(21):
            y = y + y
    return tape.gradient(y, x)


def the_same_in_both_places(m: Any) -> Any:
    x = m.Variable(1.5)
    with m.GradientTape() as tape:
        y = m.sin(x)
        z = y * y + y / y - (y - y)
    return tape.gradient(z, x)


def edges_of_domains(m: Any) -> Any:
    x = m.Variable(0.0)
    with m.GradientTape(persistent=True) as tape:
        parts = [m.sqrt(x), m.log(x), 1.0 / x, m.exp(x + 800.0), x**2, abs(x)]
    return [tape.gradient(part, x) for part in parts]


def numbers_that_are_not_numbers(m: Any) -> Any:
    x = m.Variable(-1.0)
    with m.GradientTape(persistent=True) as tape:
        parts = [m.sqrt(x), m.asin(x * 2.0), x / 0.0, x * float("inf")]
    return [tape.gradient(part, x) for part in parts]


PROGRAMS = [function for function in dict(globals()).values() if getattr(function, "__module__", "") == __name__]
NOTEBOOK = [notebook_first_order, notebook_second_order]
