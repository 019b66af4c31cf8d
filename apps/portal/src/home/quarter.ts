/** The quarter of a moment in UTC, with the day on which it began. */
export const quarterOf = (
  moment: Date,
): { readonly from: string; readonly label: string } => {
  const year = moment.getUTCFullYear();
  const quarter = Math.floor(moment.getUTCMonth() / 3) + 1;
  const month = String(quarter * 3 - 2).padStart(2, '0');
  return { from: `${year}-${month}-01`, label: `${year} Q${quarter}` };
};
