/** Where formulas are from, as the statistics name it. */
export const SOURCES = {
  meanDifference:
    'Welch 1947; Casella & Berger, Statistical Inference (2nd ed.), chapter 8',
  wald: 'Wasserman, All of Statistics (2004), section 10.1',
  delta: 'Deng, Knoblich & Lu 2018 (KDD), delta method',
  fieller: 'Fieller 1954, JRSS B 16, 175–185',
  cuped: 'Deng, Xu, Kohavi & Walker 2013 (WSDM)',
  quantile: 'Yao, Li & Lu 2024',
  quantileOfEvents: 'Yao, Li & Lu 2024; Deng, Knoblich & Lu 2018 (KDD)',
  power:
    'Chow, Shao & Wang, Sample Size Calculations in Clinical Research (2nd ed.), chapter 3',
  proportionPower:
    'Fleiss, Levin & Paik, Statistical Methods for Rates and Proportions (3rd ed.), chapter 4',
  fixedPower: 'Nordin & Schultzberg 2024, arXiv 2405.03487',
  fixedWidth:
    'Chow & Robbins 1965, Annals of Mathematical Statistics 36, 457–462; Nordin & Schultzberg 2024, arXiv 2405.03487',
  groupSequential:
    'Lan & DeMets 1983; Jennison & Turnbull 2000, Group Sequential Methods, chapters 7 and 19',
  alwaysValid:
    'Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas, arXiv 2103.06476',
  decisionRule:
    'Schultzberg, Ankargren & Frånberg 2024, arXiv 2402.11609, proposition 3.1',
  sampleRatio: 'Pearson 1900; Fabijan et al. 2019 (KDD)',
  sequentialSampleRatio: 'Lindon & Malek 2022, arXiv 2011.03567',
  bayes:
    'Gelman et al., Bayesian Data Analysis (3rd ed.), chapter 2; Stucchio 2015, Bayesian A/B testing at VWO',
} as const;
