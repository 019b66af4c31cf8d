/**
 * Names that Intl still answers with, and those of the IANA database
 * (`zone.tab`, 2026c) for the same places.
 */
const RENAMED: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

/**
 * The one name of a zone of the IANA database, in its own letter case, for
 * any name that Intl knows it by: `Europe/Stockholm` for `europe/stockholm`,
 * `UTC` for `Etc/UTC`. Undefined for other names, an offset like `+01:00`
 * included: it is no zone, and knows no summer.
 */
export const canonicalTimeZone = (name: string): string | undefined => {
  if (!/^[a-z]/i.test(name)) return undefined;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', {
      timeZone: name,
    }).resolvedOptions();
    return RENAMED[timeZone] ?? timeZone;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};

/** Every zone that Intl lists by its one name, in order, UTC first. */
export const timeZoneNames = (): readonly string[] => {
  const zones = Intl.supportedValuesOf('timeZone')
    .map(name => RENAMED[name] ?? name)
    .filter(name => name !== 'UTC');
  return ['UTC', ...zones.sort()];
};

/**
 * Tells by how many seconds the clocks of a zone are ahead of UTC at an
 * instant (ms since 1970).
 *
 * @throws RangeError when there is no such zone.
 */
export const utcOffsetReader = (timeZone: string): ((ms: number) => number) => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return ms => {
    const found: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
    for (const { type, value } of format.formatToParts(ms)) {
      found[type] = Number(value);
    }
    const { year = 0, month = 1, day = 1, hour = 0, minute, second } = found;
    const shown = Date.UTC(year, month - 1, day, hour, minute, second);
    return Math.round((shown - Math.floor(ms / 1000) * 1000) / 1000);
  };
};
