from alongside.lib.memory import look_up, remembering


def test_one_page_asks_for_each_key_once() -> None:
    asked: list[set[int]] = []

    def squares(keys: set[int]) -> dict[int, int]:
        asked.append(keys)
        return {key: key * key for key in keys if key < 10}

    with remembering():
        assert look_up("squares", [1, 2], squares) == {1: 1, 2: 4}
        assert look_up("squares", [2, 3, 99], squares) == {2: 4, 3: 9}
        assert look_up("squares", [3, 99], squares) == {3: 9}
    assert asked == [{1, 2}, {3, 99}]


def test_the_next_page_knows_nothing_of_the_one_before() -> None:
    def fail(_keys: set[int]) -> dict[int, str]:
        return {1: "new"}

    with remembering():
        look_up("names", [1], lambda _keys: {1: "old"})
    with remembering():
        assert look_up("names", [1], fail) == {1: "new"}


def test_outside_a_page_everything_is_asked() -> None:
    answers = iter(["first", "second"])

    def ask(_keys: set[int]) -> dict[int, str]:
        return {1: next(answers)}

    assert look_up("names", [1], ask) == {1: "first"}
    assert look_up("names", [1], ask) == {1: "second"}
