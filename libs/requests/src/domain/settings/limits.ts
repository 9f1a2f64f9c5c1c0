/** How much of everything one workspace may define; lengths in characters. */
export const settingsLimits = {
  /** In use at a time. */
  labels: 200,
  fields: 100,
  templates: 100,
  /** Ever defined, as a multiple of what may be in use: what is archived stays for the requests that have it. */
  everFactor: 5,
  options: 100,
  maxName: 100,
  maxDescription: 1000,
  maxTitlePrefix: 100,
  /** All texts of a template's brief together. */
  maxTemplateBrief: 10_000,
  maxTextValue: 4000,
  maxUrlValue: 2000,
  labelsPerRequest: 20,
  /** Labels or values named in one command. */
  perCommand: 100,
  savedFilters: 200,
  /** A saved filter with its order, as JSON. */
  maxFilter: 20_000,
} as const;
