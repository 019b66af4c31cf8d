// The planner names what it was given; the form has its own fields for that.
const FIELDS: Readonly<Record<string, string | undefined>> = {
  alpha: 'design.alpha',
  alphaDeterioration: 'design.alpha',
  power: 'design.power',
  decisionRule: 'decisionRule.guarantee',
  traffic: 'unitsPerDay',
  'plan.planning.unitsPerDay': 'unitsPerDay',
  prices: undefined,
};

const METRIC = /^(?:plan\.)?(metrics\[\d+\])\.(.+)$/;
const BASELINE = /^(?:plan\.planning\.)?(baseline\..+)\.(?:mean|variance)$/;
const METRIC_FIELDS = ['metricId', 'mdeRelative', 'nimRelative', 'covariateR2'];

/**
 * The field of the form that a problem of the planner is about; undefined
 * when there is none to go to.
 */
export const fieldPathOf = (path: string | undefined): string | undefined => {
  if (path === undefined) return undefined;
  if (path in FIELDS) return FIELDS[path];
  const [, baseline] = BASELINE.exec(path) ?? [];
  if (baseline !== undefined) return baseline;
  const [, metric, field = ''] = METRIC.exec(path) ?? [];
  return metric !== undefined && !METRIC_FIELDS.includes(field)
    ? metric
    : path.replace(/^plan\./, '');
};
