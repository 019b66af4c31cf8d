/** Props that make an input of Backstage UI show a problem at once. */
export const shownProblem = (message: string | undefined) => ({
  validationBehavior: 'aria' as const,
  validate: () => message ?? null,
});
