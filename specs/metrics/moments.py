"""Moments of a folder of metric cases, by loops over its CSV files.

Reads definitions.yaml and tables/*.csv on its own: no SQL, nothing of Etude.
Sums are exact (fractions), rounded once at the end. Fact tables and
assignments of kind `query` are what QUERIES of generate.py says in Python.
"""

import csv
import math
import re
import statistics
from collections import defaultdict
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from zoneinfo import ZoneInfo

import yaml

Z = statistics.NormalDist().inv_cdf(0.975)


class Loader(yaml.SafeLoader):
    """YAML 1.2 core as the format has it: no dates, only true and false."""


Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern) for tag, pattern in resolvers
        if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))


def read_definitions(path):
    return yaml.load(path.read_text(encoding="utf8"), Loader)


def read_table(path):
    with path.open(encoding="utf8", newline="") as file:
        return [
            {name: (None if cell == "" else cell) for name, cell in row.items()}
            for row in csv.DictReader(file)
        ]


def instant(text):
    """An instant of a cell or of the file; None where there is none."""
    if text is None:
        return None
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=timezone.utc)


def length(text):
    """`7 days`, `36 hours`, `1 day 12 hours` as (days, hours)."""
    if text is None:
        return 0, Fraction(0)
    amounts = {"day": Fraction(0), "hour": Fraction(0)}
    for amount, unit in re.findall(r"([\d.]+) ?(day|hour)s?", text):
        amounts[unit] = Fraction(amount)
    return int(amounts["day"]), amounts["hour"]


def level(value):
    return float(Fraction(value[1:]) / 100) if isinstance(value, str) else value


def later(at, days, hours, zone):
    """The same wall-clock time so many days on, then so many hours on."""
    if days != 0:
        # fold=0: the first of two equal times, and past a gap as far as before.
        wall = at.astimezone(zone).replace(tzinfo=None) + timedelta(days=days)
        at = wall.replace(tzinfo=zone, fold=0).astimezone(timezone.utc)
    return at + timedelta(hours=float(hours))


def number(cell):
    return None if cell is None else Fraction(float(cell))


def holds(row, condition):
    cell = row[condition["column"]]
    if "notEquals" in condition:
        wanted = condition["notEquals"]
        return cell is None or like(cell, wanted) != wanted
    if cell is None:
        return False
    if "in" in condition:
        return any(like(cell, one) == one for one in condition["in"])
    if "equals" in condition:
        return like(cell, condition["equals"]) == condition["equals"]
    if "atLeast" in condition:
        return like(cell, condition["atLeast"]) >= condition["atLeast"]
    return like(cell, condition["atMost"]) <= condition["atMost"]


def like(cell, wanted):
    """A cell in the type of what it is compared with."""
    if isinstance(wanted, bool):
        return cell.lower() == "true"
    return float(cell) if isinstance(wanted, (int, float)) else cell


def passes(row, conditions):
    return all(holds(row, one) for one in conditions or [])


class Unit:
    def __init__(self, name, sightings):
        self.name = name
        self.rows = [row for _, _, row in sightings]
        variants = sorted({variant for variant, _, _ in sightings})
        self.variant = variants[0]
        self.is_crossover = len(variants) > 1
        times = [at for _, at, _ in sightings if at is not None]
        self.at = min(times) if times else None


class Experiment:
    """One experiment of a file, with everything it reads."""

    def __init__(self, definitions, spec, tables, queries):
        self.spec = spec
        self.tables = tables
        self.queries = queries
        self.facts = definitions["factTables"]
        self.entity = spec.get("entity") or next(iter(definitions["entities"]))
        self.zone = ZoneInfo(spec.get("timeZone", "UTC"))
        self.until = instant(spec["until"])
        self.index = {}

    def source(self, words):
        if "query" in words:
            return self.queries[words["query"].strip()](self.tables)
        return self.tables[words.get("table") or words["csv"].removesuffix(".csv")]

    def of_unit(self, table_id, name):
        if table_id not in self.index:
            column = self.facts[table_id]["entities"][self.entity]
            rows = defaultdict(list)
            for row in self.source(self.facts[table_id]):
                rows[row[column]].append(row)
            self.index[table_id] = rows
        return self.index[table_id].get(name, [])

    def sightings(self):
        words = self.spec["assignment"]
        if "flag" in words:
            start = instant(self.spec.get("from"))
            for row in self.tables["assignments"]:
                at = instant(row["assigned_at"])
                if row["flag"] == words["flag"] and row["rule"] == words["rule"] \
                        and at < self.until and (start is None or at >= start):
                    yield row["unit"], row["variant"], at, row
            return
        for row in self.source(words):
            at = instant(row[words["time"]]) if "time" in words else None
            yield row[words["unit"]], row[words["variant"]], at, row

    def exposed(self):
        seen = defaultdict(list)
        for unit, variant, at, row in self.sightings():
            if unit is not None and variant is not None:
                seen[unit].append((variant, at, row))
        for name, sightings in seen.items():
            unit = Unit(name, sightings)
            if not unit.is_crossover and unit.variant not in self.spec["variants"]:
                continue
            trigger = self.spec.get("exposureFilter")
            if trigger:
                unit.at = self.triggered_at(unit, trigger)
                if unit.at is None:
                    continue
            end = instant(self.spec.get("exposureUntil"))
            if end is None or unit.at < end:
                yield unit

    def triggered_at(self, unit, trigger):
        column = self.facts[trigger["factTable"]]["timestamp"]
        times = [
            instant(row[column])
            for row in self.of_unit(trigger["factTable"], unit.name)
            if row[column] is not None and passes(row, trigger.get("where"))
        ]
        times = [
            at for at in times
            if at < self.until and (unit.at is None or at >= unit.at)
        ]
        return min(times, default=None)

    def date(self, unit):
        if unit.at is None:
            return None
        return unit.at.astimezone(self.zone).date().isoformat()

    def timed(self, table_id, unit):
        """Facts of a unit with their time; None where time does not matter."""
        column = self.facts[table_id].get("timestamp")
        for row in self.of_unit(table_id, unit.name):
            if unit.at is None or column is None:
                yield None, row
            elif row[column] is not None:
                yield instant(row[column]), row

    def bounds(self, metric, unit):
        window = metric.get("window")
        if window is None:
            return unit.at, self.until, unit.at
        if isinstance(window, str):
            window = {"length": window}
        days, hours = length(window.get("offset"))
        more_days, more_hours = length(window.get("length"))
        start = later(unit.at, days, hours, self.zone)
        end = later(unit.at, days + more_days, hours + more_hours, self.zone)
        kind = window.get("kind", "closed")
        return {
            "closed": (start, end, end),
            "semi-open": (start, end, start),
            "cumulative": (start, self.until, start),
        }[kind]

    def dimensions(self, unit):
        for name in self.spec["assignment"].get("dimensions", []):
            values = [row[name] for row in unit.rows if row[name] is not None]
            yield name, min(values, default=None)
        for name, words in self.spec.get("dimensions", {}).items():
            rows = self.of_unit(words["factTable"], unit.name)
            rows = [row for row in rows if row[words["column"]] is not None]
            if "validFrom" in words:
                dated = [(instant(row[words["validFrom"]]), row) for row in rows]
                dated = [(at, row) for at, row in dated if at and at <= unit.at]
                latest = max((at for at, _ in dated), default=None)
                values = [row[words["column"]] for at, row in dated if at == latest]
                yield name, max(values, default=None)
            else:
                yield name, min((row[words["column"]] for row in rows), default=None)


IMPLIED = {
    "count": "count", "retention": "count", "funnel": "count",
    "count-distinct": "count-distinct", "quantile": "sum",
}


def aggregation_of(metric):
    if metric["type"] in ("count", "retention"):
        return "count"
    if metric["type"] == "count-distinct":
        return "count-distinct"
    return metric.get("aggregation") or IMPLIED.get(metric["type"], "count")


def is_zero(metric):
    """Whether a unit without a value counts as 0."""
    if metric["type"] in ("ratio", "retention", "funnel"):
        return True
    if "nulls" in metric:
        return metric["nulls"] == "zero"
    return metric["type"] == "proportion" \
        or aggregation_of(metric) in ("sum", "count", "count-distinct")


class MetricOf:
    """One metric in one experiment."""

    def __init__(self, experiment, metric_id, metric):
        self.experiment = experiment
        self.id = metric_id
        self.metric = metric
        self.table = experiment.facts[metric["factTable"]]

    def column(self, measure):
        words = (self.table.get("measures") or {}).get(measure, measure)
        if isinstance(words, dict):
            return words.get("column", measure)
        return words

    def numbers(self, facts, measure):
        column = self.column(measure)
        return [number(row[column]) for _, row in facts if row[column] is not None]

    def aggregate(self, facts, kind, measure, conditions):
        facts = [(at, row) for at, row in facts if passes(row, conditions)]
        if kind == "count" and measure is None:
            return len(facts) or None
        column = self.column(measure)
        facts = [(at, row) for at, row in facts if row[column] is not None]
        if not facts:
            return None
        if kind == "count":
            return len(facts)
        if kind == "count-distinct":
            return len({row[column] for _, row in facts})
        values = self.numbers(facts, measure)
        if kind == "last":
            latest = max(at for at, _ in facts)
            return max(value for (at, _), value in zip(facts, values) if at == latest)
        return {
            "sum": sum, "min": min, "max": max,
            "average": lambda all: sum(all) / len(all),
        }[kind](values)

    def share(self, value):
        if value is None or self.metric["type"] not in ("proportion", "retention"):
            return value
        return int(value >= self.metric.get("threshold", 1))

    def value(self, facts):
        return self.share(self.aggregate(
            facts, aggregation_of(self.metric), self.metric.get("measure"),
            self.metric.get("where")))

    def divisor(self, facts):
        words = self.metric.get("denominator")
        if words is None:
            return None
        return self.aggregate(
            facts, words["aggregation"], words.get("measure"), words.get("where")) or 0

    def before(self, facts, unit):
        days, hours = length(self.metric["covariate"])
        start = later(unit.at, -days, -hours, self.experiment.zone)
        return [(at, row) for at, row in facts if start <= at < unit.at]

    def entry(self, unit):
        """What is known of a unit; None when it does not enter yet."""
        experiment, metric = self.experiment, self.metric
        every = list(experiment.timed(metric["factTable"], unit))
        facts = every
        if unit.at is not None:
            start, end, enters = experiment.bounds(metric, unit)
            if enters > experiment.until:
                return None
            end = min(end, experiment.until)
            facts = [(at, row) for at, row in every if at is None or start <= at < end]
        entry = {"unit": unit, "facts": facts, "divisor": self.divisor(facts)}
        if metric["type"] == "funnel":
            entry["steps"] = self.steps_taken(unit, start, end)
            entry["value"] = int(entry["steps"] == len(metric["steps"]))
        else:
            entry["value"] = self.value(facts)
        if entry["value"] is None and is_zero(metric):
            entry["value"] = 0
        if "covariate" in metric:
            early = self.before(every, unit)
            entry["before"] = self.value(early)
            entry["divisor before"] = self.divisor(early)
        return entry

    def steps_taken(self, unit, after, end):
        taken = 0
        for step in self.metric["steps"]:
            table = step.get("factTable", self.metric["factTable"])
            times = [
                at for at, row in self.experiment.timed(table, unit)
                if after <= at < end and passes(row, step.get("where"))
            ]
            if not times:
                break
            after = min(times)
            taken += 1
        return taken


def quantile(values, p):
    """Type 7."""
    ordered = sorted(values)
    position = (len(ordered) - 1) * Fraction(p)
    below = math.floor(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (position - below) * (ordered[above] - ordered[below])


def cap_of(metric, entries):
    """How values are capped, and what a percentile came to."""
    cap = metric.get("cap")
    if cap is None:
        return (lambda value: value), None
    if isinstance(cap, str):
        cap = {"percentile": cap}
    if "percentile" not in cap:
        lower = Fraction(float(cap.get("atLeast", -1e300)))
        upper = Fraction(float(cap.get("atMost", 1e300)))
        return (lambda value: min(max(value, lower), upper)), None
    pooled = [e["value"] for e in entries if e["value"] is not None]
    if cap.get("ignoreZeros"):
        pooled = [value for value in pooled if value != 0]
    if not pooled:
        return (lambda value: value), None
    upper = quantile(pooled, level(cap["percentile"]))
    return (lambda value: min(value, upper)), upper


def products(columns):
    """n, means and the lower triangle of sums of centred products."""
    n = len(columns[0])
    means = [sum(column, Fraction(0)) / n for column in columns]
    triangle = [
        sum((a - means[i]) * (b - means[j]) for a, b in zip(columns[i], columns[j]))
        for i in range(len(columns)) for j in range(i + 1)
    ]
    return n, [float(m) for m in means], [float(c) for c in triangle]


def columns_of(experiment, metric_of, entry, clamp):
    metric = metric_of.metric
    columns = [clamp(entry["value"])]
    if entry["divisor"] is not None:
        columns.append(entry["divisor"])
    for words in experiment.spec["assignment"].get("covariates", []):
        if words["metric"] != metric_of.id:
            continue
        known = [number(row[words["column"]]) for row in entry["unit"].rows
                 if row[words["column"]] is not None]
        columns.append(sum(known) / len(known) if known else 0)
        if words.get("missing") == "indicator":
            columns.append(int(not known))
    if "covariate" in metric:
        before = entry["before"]
        if before is None and is_zero(metric):
            before = 0
        columns.append(0 if before is None else clamp(before))
        if metric["type"] == "ratio":
            columns.append(entry["divisor before"])
        elif not is_zero(metric):
            columns.append(int(before is None))
    return columns


def rows_of(groups, metric_id, with_companions):
    for (variant, date, dimension), rows in groups.items():
        n, means, triangle = products(list(zip(*rows)))
        row = {"metric": metric_id, "variant": variant}
        if date != "all days":
            row["exposureDate"] = date
        if dimension is not None:
            row["dimension"] = {"name": dimension[0], "value": dimension[1]}
        row |= {"n": n, "mean": means[0], "m2": triangle[0]}
        if with_companions and len(means) > 1 and date != "all days":
            row["companions"] = {"means": means[1:], "comoments": triangle[1:]}
        yield row


def moments(experiment, metric_of, entries, columns):
    groups = defaultdict(list)
    for entry in entries:
        if entry["value"] is None:
            continue
        unit = entry["unit"]
        values = columns(entry)
        groups[unit.variant, experiment.date(unit), None].append(values)
        groups[unit.variant, "all days", None].append(values)
        for dimension in experiment.dimensions(unit):
            groups[unit.variant, experiment.date(unit), dimension].append(values)
    return list(rows_of(groups, metric_of.id, True))


def events_of(entries, values_of, estimate):
    counts = [(sum(v <= estimate for v in values_of(e)), len(values_of(e)))
              for e in entries if values_of(e)]
    n, (below, events), (v_below, both, v_events) = products(list(zip(*counts)))
    return {
        "units": n, "meanBelow": below, "meanEvents": events,
        "varianceBelow": v_below / (n - 1), "varianceEvents": v_events / (n - 1),
        "covariance": both / (n - 1),
    }


def quantiles(metric_of, entries):
    metric = metric_of.metric
    words = metric["quantile"]
    words = words if isinstance(words, dict) else {"level": words}
    p = level(words["level"])
    is_events = words.get("of") == "events"

    def values_of(entry):
        if not is_events:
            return [] if entry["value"] is None else [entry["value"]]
        return metric_of.numbers(
            [f for f in entry["facts"] if passes(f[1], metric.get("where"))],
            metric["measure"])

    for variant in sorted({e["unit"].variant for e in entries}):
        own = [e for e in entries if e["unit"].variant == variant]
        values = sorted(value for e in own for value in values_of(e))
        n = len(values)
        if n == 0:
            continue
        spread = Z * math.sqrt(n * p * (1 - p))
        value = quantile(values, p)
        row = {
            "metric": metric_of.id, "variant": variant, "n": n, "value": float(value),
            "lower": float(values[max(1, math.floor(n * p - spread)) - 1]),
            "upper": float(values[min(n, math.ceil(n * p + spread)) - 1]),
        }
        if is_events:
            row["events"] = events_of(own, values_of, value)
        yield row


def funnel_steps(experiment, metric_of, entries):
    for step in range(1, len(metric_of.metric["steps"]) + 1):
        reached = defaultdict(int)
        for entry in entries:
            if entry["steps"] >= step:
                reached[entry["unit"].variant, experiment.date(entry["unit"])] += 1
        for (variant, date), units in sorted(reached.items()):
            yield {"metric": metric_of.id, "variant": variant,
                   "exposureDate": date, "step": step, "units": units}


def iso(at):
    if at is None:
        return None
    return at.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.") \
        + f"{at.microsecond // 1000:03d}Z"


def traffic(experiment, units):
    days = defaultdict(int)
    for unit in units:
        days[unit.variant, experiment.date(unit)] += 1
    for (variant, date), count in sorted(days.items(), key=str):
        yield {"variant": variant, "exposureDate": date, "units": count}
    for variant in sorted({unit.variant for unit in units}):
        yield {"variant": variant,
               "units": sum(unit.variant == variant for unit in units)}


def expected(definitions, spec, tables, queries):
    """Everything that one experiment comes to."""
    experiment = Experiment(definitions, spec, tables, queries)
    exposed = list(experiment.exposed())
    units = [unit for unit in exposed if not unit.is_crossover]
    times = [unit.at for unit in exposed if unit.at is not None]
    found = {
        "totalUnits": len(exposed),
        "crossoverUnits": len(exposed) - len(units),
        "firstExposureAt": iso(min(times, default=None)),
        "lastExposureAt": iso(max(times, default=None)),
        "traffic": list(traffic(experiment, units)),
        "moments": [], "uncapped": [], "caps": {}, "quantiles": [], "funnelSteps": [],
    }
    for metric_id in spec["metrics"]:
        metric = definitions["metrics"][metric_id]
        metric_of = MetricOf(experiment, metric_id, metric)
        entries = [e for e in map(metric_of.entry, units) if e is not None]
        if metric["type"] == "quantile":
            found["quantiles"] += quantiles(metric_of, entries)
            continue
        clamp, cap = cap_of(metric, entries)
        found["moments"] += moments(
            experiment, metric_of, entries,
            lambda e: columns_of(experiment, metric_of, e, clamp))
        if "cap" in metric:
            found["uncapped"] += moments(
                experiment, metric_of, entries, lambda e: [e["value"]])
        if cap is not None:
            found["caps"][metric_id] = float(cap)
        if metric["type"] == "funnel":
            found["funnelSteps"] += funnel_steps(experiment, metric_of, entries)
    return found
