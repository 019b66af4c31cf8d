"""Writes tables/*.csv and expected.json of the folders of metric cases.

Run:  python3.11 -m venv v && v/bin/pip install -r requirements.txt
      v/bin/python generate.py                 # every folder
      v/bin/python generate.py cookie-shop     # some of them

Tables are drawn with seeds (those of by-hand are written by hand), expected
values come from moments.py. Running it again changes nothing.
"""

import csv
import json
import pathlib
import platform
import random
import sys
from datetime import datetime, timedelta, timezone

import yaml

sys.dont_write_bytecode = True
from moments import expected, read_definitions, read_table  # noqa: E402

HERE = pathlib.Path(__file__).parent


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


def iso(time):
    return time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03d}Z"


def write_table(folder, name, columns, rows):
    path = HERE / folder / "tables" / f"{name}.csv"
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def cookie_shop():
    """300 users over 16 days, some seen in two variants or under another rule."""
    draw = random.Random(20260504)
    start = at("2026-05-03T00:00:00")
    users = [f"user-{i:03d}" for i in range(300)]

    def time(first, days):
        # Often a quarter of a day, so that times of all tables meet.
        at_once = draw.random() < 0.5
        quarter = 6 * 3_600_000 if at_once else 1
        milliseconds = draw.randrange(days * 86_400_000 // quarter) * quarter
        return start + timedelta(days=first, milliseconds=milliseconds)

    seen = []
    for user in users:
        variant = draw.choice(["control", "large", "small"])
        for _ in range(draw.choice([1, 1, 2, 3])):
            other = draw.random() < 0.01
            moment = time(0, 19)
            seen.append([
                iso(moment), user if draw.random() < 0.99 else None,
                "cookie-banner" if draw.random() < 0.97 else "search",
                "everyone" if draw.random() < 0.97 else "staff",
                "large" if other else variant if draw.random() < 0.99 else None,
                iso(moment)[:10],
            ])
    write_table("cookie-shop", "assignments",
                ["assigned_at", "unit", "flag", "rule", "variant", "date"], seen)
    orders = []
    for user in users:
        for _ in range(min(12, int(draw.expovariate(0.35)))):
            amount = round(draw.lognormvariate(2.3, 0.9), 2)
            orders.append([
                user, iso(time(-14, 33)), None if draw.random() < 0.05 else amount,
                draw.choice([1, 1, 2, 5]),
                None if draw.random() < 0.4 else draw.randrange(1, 6),
                draw.choice(["cookie", "cake", "tea", None]),
                draw.choice(["true", "false", "false"]),
            ])
    write_table("cookie-shop", "orders",
                ["user_id", "ordered_at", "amount", "number_of_pieces", "rating",
                 "product", "is_gift"], orders)
    write_table("cookie-shop", "visits", ["user_id", "seen_at", "seconds", "page"], [
        [user, iso(time(-3, 22)), round(draw.expovariate(0.02), 3),
         draw.choice(["start", "product", "product", "checkout"])]
        for user in users for _ in range(draw.randrange(14))
    ])
    traits = []
    for user in users:
        if draw.random() < 0.1:
            continue
        country = draw.choice(["SE", "NO", "DE"])
        for _ in range(draw.choice([1, 2, 3])):
            # Some become valid at the very time of an assignment.
            times = [row[0] for row in seen if row[1] == user] + [iso(time(-20, 36))] * 2
            traits.append([user, draw.choice(times), draw.choice(["free", "paid"]), country])
    write_table("cookie-shop", "traits", ["user_id", "valid_from", "plan", "country"], traits)


def daylight_saving():
    """Exposures and facts on the hour around changes of clocks, with ties."""
    draw = random.Random(20260329)
    users = [f"u{i}" for i in range(60)]
    plays = []
    for name, change in (("spring", "2026-03-29T01:00:00"), ("autumn", "2026-10-25T01:00:00")):
        start = at(change) - timedelta(days=2)
        rows = []
        for index, user in enumerate(users):
            exposed = start + timedelta(hours=draw.randrange(96), minutes=draw.choice([0, 0, 30]))
            variant = draw.choice(["control", "treatment"])
            rows.append([user, f"home {index // 2 * 2}", variant, iso(exposed)])
            if draw.random() < 0.15:
                # Seen twice at the same time; now and then in the other variant.
                variant = draw.choice(["control", "treatment"])
                rows.append([user, f"home {index // 2 * 2}", variant, iso(exposed)])
            times = [exposed + timedelta(hours=h) for h in
                     (-49, -48, -47, -1, 0, 0, 1, 23, 24, 25, 47, 48, 49, 50)]
            times += [start + timedelta(hours=draw.randrange(220)) for _ in range(6)]
            plays += [
                [user, f"home {index // 2 * 2}", iso(time), draw.choice([1.5, 2, 4, 8, 15.25, None])]
                for time in times if draw.random() < 0.6
            ]
        write_table("daylight-saving", name, ["user_id", "household_id", "variant", "at"], rows)
    # The latest of an instant decide by value; rows come in any order.
    plays += [[user, home, time, 3.75] for user, home, time, _ in draw.sample(plays, 80)]
    draw.shuffle(plays)
    write_table("daylight-saving", "plays",
                ["user_id", "household_id", "played_at", "minutes"], plays)


HOSTILE = [
    "o'brien", 'say "hi"', "back\\slash", "two\nlines", "smörgås 😀", "null", "NULL",
    "1; DROP TABLE x --", "{{x}} $1 ? :name %s", " padded ", "007", "7", "1e3", "true",
    "tab\there", "a,b", "ﬁ", "İ", "e\u0301", "\u00e9",
]


def hostile_names():
    draw = random.Random(20260606)
    start = at("2026-06-05T00:00:00")
    variants = ["control's", '"treatment" 😀', "other", None]
    words = ["it's \"quoted\"", "C:\\new\\table", "50%_off", "{{x}} $1 ? :name %s",
             "two\nlines", "", "naïve", "NULL"]
    units = HOSTILE + [f"{i:04d}" for i in range(40)]

    def time(first, days):
        return iso(start + timedelta(days=first, milliseconds=draw.randrange(days * 86_400_000)))

    rows = []
    for unit in units:
        variant = draw.choice(variants[:2])
        for _ in range(draw.choice([1, 2, 3])):
            rows.append([
                unit if draw.random() < 0.97 else None, time(0, 12),
                variant if draw.random() < 0.85 else draw.choice(variants),
                draw.choice([None, -1.5, 0, 2.25]), draw.choice(words)])
    write_table("hostile-names", "select",
                ["group", "limit", "having", "offset\\", "union all"], rows)
    facts = [
        [unit if draw.random() < 0.97 else None,
         None if draw.random() < 0.05 else time(-4, 18),
         draw.choice([None, 0, 1.25, -3, 40.5, 1e6]), draw.choice(words), draw.choice(words)]
        for unit in units for _ in range(draw.randrange(14))
    ]
    write_table("hostile-names", "o'brien's ördrar 😀",
                ["unit;--", 'ordered "at"', "amount 'of' 100%", "order by", "naïve\\path"], facts)


TABLES = {
    "by-hand": lambda: None,
    "cookie-shop": cookie_shop,
    "daylight-saving": daylight_saving,
    "hostile-names": hostile_names,
}

# What a query of definitions.yaml says, in Python.
QUERIES = {
    """SELECT "user_id", "seen_at", "seconds" FROM "visits" WHERE "page" = 'checkout'""":
        lambda tables: [row for row in tables["visits"] if row["page"] == "checkout"],
    """SELECT "household_id", "variant", "at" FROM "autumn\"""":
        lambda tables: tables["autumn"],
    """SELECT "unit;--" AS "from", "amount 'of' 100%" AS "null" -- the end
FROM "o'brien's ördrar 😀" /* ; DROP TABLE "select" */""":
        lambda tables: [
            {"from": row["unit;--"], "null": row["amount 'of' 100%"]}
            for row in tables["o'brien's ördrar 😀"]
        ],
}


def lines_of(value, indent):
    """JSON with a line per row of a list."""
    pad = " " * indent
    if isinstance(value, dict) and any(isinstance(v, (dict, list)) for v in value.values()):
        inner = ",\n".join(
            f"{pad}  {json.dumps(k, ensure_ascii=False)}: {lines_of(v, indent + 2)}"
            for k, v in value.items())
        return f"{{\n{inner}\n{pad}}}"
    if isinstance(value, list) and value:
        inner = ",\n".join(
            f"{pad}  {json.dumps(v, ensure_ascii=False, allow_nan=False)}" for v in value)
        return f"[\n{inner}\n{pad}]"
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def write(folder):
    TABLES[folder]()
    definitions = read_definitions(HERE / folder / "definitions.yaml")
    tables = {
        path.stem: read_table(path) for path in (HERE / folder / "tables").glob("*.csv")
    }
    document = {
        "source": "specs/metrics/generate.py, Python "
                  f"{platform.python_version()}, PyYAML {yaml.__version__}",
        "experiments": {
            name: expected(definitions, spec, tables, QUERIES)
            for name, spec in definitions["experiments"].items()
        },
    }
    target = HERE / folder / "expected.json"
    target.write_text(lines_of(document, 0) + "\n", encoding="utf8")
    for name, found in document["experiments"].items():
        print(f"{folder}, {name}: {found['totalUnits']} units, "
              f"{found['crossoverUnits']} crossovers, {len(found['moments'])} moments")


if __name__ == "__main__":
    for name in sys.argv[1:] or TABLES:
        write(name)
