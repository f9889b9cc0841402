/** pino's options for readable logs: the level as a word, the time in ISO 8601. */
export const logFormat = {
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  formatters: { level: (label: string) => ({ level: label }) },
};
