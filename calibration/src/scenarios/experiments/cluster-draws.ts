import { vectorMomentsOf } from '@etude/stats';
import type { Random } from '../../random/random';
import type { SizeDraw } from '../clusters';
import type { VariantDraw } from './variant-draw';
import { momentsRow } from './variant-draw';

/** Sums and members of clusters, intraclass correlation of about 0.1. */
export const ofClusters =
  (
    count: number,
    size: SizeDraw,
    mean: (random: Random, members: number, factor: number) => number,
  ): VariantDraw =>
  (variant, random, factor) => {
    const x = Float64Array.from({ length: count }, () => size(random));
    const y = x.map(members => members * mean(random, members, factor));
    return { moments: [momentsRow(variant, vectorMomentsOf([y, x]))] };
  };

/** Mean of the members of a team, all normal around 10. */
export const normalTeam = (
  { normal }: Random,
  members: number,
  factor: number,
) =>
  10 * factor + Math.sqrt(0.1) * normal() + Math.sqrt(0.9 / members) * normal();

/** Members are gamma with shape 1 around their team's lognormal mean of 1. */
export const skewedTeam = (random: Random, members: number, factor: number) =>
  (factor * Math.exp(0.3 * random.normal() - 0.045) * random.gamma(members)) /
  members;
