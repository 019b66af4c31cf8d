import type { Locator, Page } from 'playwright-core';

/** Chooses an option of the select whose label ends with these words. */
export const choose = async (
  page: Page,
  label: string,
  option: string | RegExp,
): Promise<void> => {
  const ending = new RegExp(`${label}$`);
  await page.getByRole('button', { name: ending }).click();
  await page.getByRole('option', { name: option }).first().click();
  // A list that takes several choices stays open.
  const several = page.locator('[role=listbox][aria-multiselectable=true]');
  if (await several.isVisible()) await page.keyboard.press('Escape');
};

/** Types a number as a person does: replace, then leave the field. */
export const typeNumber = async (
  scope: Locator,
  label: RegExp,
  value: number,
): Promise<void> => {
  const field = scope.getByRole('textbox', { name: label });
  await field.fill(String(value));
  await field.press('Tab');
};
