import type { Figure } from '../figure';
import { secondsEach } from '../measure';
import type { Cost } from '../measure';
import { putAnswer } from './http-bench';
import type { HttpBench } from './http-bench';

/**
 * What the machine that the targets were written for answers of the reference
 * workload with one CPU second: node:http on Node 24 on an AMD EPYC of the Zen
 * 5 class.
 */
const REQUESTS_ON_REFERENCE_BOX = 75_000;

const REQUEST_BYTES = 300;
const ANSWER_BYTES = 190;

const filledTo = (
  bytes: number,
  document: (filler: string) => unknown,
): string => {
  const bare = JSON.stringify(document('')).length;
  return JSON.stringify(document('x'.repeat(bytes - bare)));
};

/** A request in the shape of Confidence's resolve. */
const request = filledTo(REQUEST_BYTES, filler => ({
  clientSecret: 'reference-client-secret',
  evaluationContext: {
    targeting_key: '5f0c1c1e-7e0c-4d59-9a5b-0d3f6e2b8a11',
    country: 'SE',
    appVersion: '8.6.1',
    employee: 'no',
    filler,
  },
  flags: ['flags/experiment-0'],
  apply: true,
  sdk: { id: 'SDK_ID_JS_WEB_PROVIDER', version: '0.3.0' },
}));

const answer = filledTo(ANSWER_BYTES, filler => ({
  resolvedFlags: [
    {
      flag: 'flags/experiment-0',
      variant: 'flags/experiment-0/variants/treatment',
      value: { color: 'blue' },
      reason: 'RESOLVE_REASON_MATCH',
    },
  ],
  resolveToken: filler,
}));

const perSecond = (cost: Cost): number => 1 / secondsEach(cost);

const thousands = (rate: number): string => `${(rate / 1000).toFixed(1)} k`;

/** How this machine compares with the one that the targets are for. */
export type ReferenceBox = {
  readonly figure: Figure;
  /** 0.5: half as fast. */
  readonly share: number;
};

/** Measures the reference workload, on the plain server of a bench. */
export const measureReferenceBox = async ({
  echo,
  load,
}: HttpBench): Promise<ReferenceBox> => {
  await putAnswer(echo, answer);
  const target = { path: '/answer', headers: {}, bodies: [request] };
  const { cost } = await load.measure(echo, target);
  const share = perSecond(cost) / REQUESTS_ON_REFERENCE_BOX;
  return {
    share,
    figure: {
      name: `the reference workload: node:http, ${request.length} bytes of JSON in, ${answer.length} out`,
      unit: 'requests',
      cost,
      references: [],
      notes: [
        `this machine gives ${share.toFixed(2)} of the reference box, which answers ${thousands(REQUESTS_ON_REFERENCE_BOX)} per CPU second`,
      ],
    },
  };
};

/**
 * An absolute target beside what was measured, divided by what this machine
 * gives of the reference box: a calculation, not a measurement.
 */
export const scaledNote = (
  { cost, unit }: Pick<Figure, 'cost' | 'unit'>,
  { share }: Pick<ReferenceBox, 'share'>,
  asked: number,
): string =>
  `scaled to the reference box (not measured there): ${thousands(perSecond(cost) / share)} ${unit} per CPU second, asked are ${thousands(asked)}`;
