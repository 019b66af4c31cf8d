import { expect, it } from 'vitest';
import type { AnalysisInput } from '../analysis-input';
import { analyzeExperiment } from '../analyze-experiment';
import {
  endsOf,
  explainedFigures,
  explainedFinishes,
  figuresOf,
  finishesOf,
  wrongSteps,
} from './expected-figures-test-input';
import { explainResult } from './explain-result';

/** States the two laws of explanations for the analysis of an input. */
export const itExplains = (name: string, of: () => AnalysisInput): void => {
  it(`has every figure of the result, to the last bit: ${name}`, () => {
    const input = of();
    expect(explainedFigures(explainResult(input))).toEqual(
      figuresOf(analyzeExperiment(input)),
    );
    expect(explainedFinishes(explainResult(input), input.now)).toEqual(
      finishesOf(analyzeExperiment(input)),
    );
  });

  it(`leads from inputs to values in steps that hold: ${name}`, () => {
    const input = of();
    const isTree = input.plan.decisionRule?.kind === 'tree';
    const explained = explainResult(input);
    expect(explained.flatMap(figure => wrongSteps(figure, isTree))).toEqual([]);
    for (const figure of explained) {
      const last = figure.steps.at(-1)?.value;
      if (figure.value !== null) {
        expect([figure.id, last]).toEqual([figure.id, figure.value]);
      }
      expect([figure.id, endsOf(figure)]).toEqual([figure.id, figure.interval]);
    }
  });
};
