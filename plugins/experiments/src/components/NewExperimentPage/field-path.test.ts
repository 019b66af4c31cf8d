import { fieldPathOf } from './field-path';

describe('fieldPathOf', () => {
  it.each([
    ['power', 'design.power'],
    ['traffic', 'unitsPerDay'],
    ['metrics[1].baselineMean', 'metrics[1]'],
    ['metrics[1].covariateR2', 'metrics[1].covariateR2'],
    ['plan.metrics[0]', 'metrics[0]'],
    ['plan.planning.covariateR2.crash', 'planning.covariateR2.crash'],
    ['plan.hypothesis', 'hypothesis'],
    ['plan.metrics[0].mdeRelative', 'metrics[0].mdeRelative'],
    ['plan.metrics[0].direction', 'metrics[0]'],
    ['baseline.crash.rate.variance', 'baseline.crash.rate'],
    ['plan.planning.baseline.crash.rate.mean', 'baseline.crash.rate'],
    ['plan.planning.unitsPerDay', 'unitsPerDay'],
    ['design.widthRelative', 'design.widthRelative'],
  ])('leads from %s to the field %s', (path, field) => {
    expect(fieldPathOf(path)).toBe(field);
  });

  it('leads nowhere when the form has no such field', () => {
    expect(fieldPathOf('prices')).toBeUndefined();
    expect(fieldPathOf(undefined)).toBeUndefined();
  });
});
