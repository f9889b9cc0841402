/** How the services' logs say level and time, for pino: as a word and as ISO 8601, which journals and people read. */
export const logFormat = {
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  formatters: { level: (label: string) => ({ level: label }) },
};
