import type { FastifyInstance } from 'fastify';
import { answer, registerEndpoint } from '../../http/register-endpoint.ts';
import type { AuthorizeAdmin } from '../admin/authorize.ts';
import { type StatisticsDependencies, showStatistics } from './show-statistics.ts';

/** Statistics, for administrators alone. */
export function registerStatisticsRoutes(
  app: FastifyInstance,
  { authorizeAdmin, ...deps }: StatisticsDependencies & { authorizeAdmin: AuthorizeAdmin },
): void {
  registerEndpoint(app, 'showStatistics', {
    async handle({ query: { days }, request }) {
      await authorizeAdmin(request, 'admin');
      return answer(200, await showStatistics(deps, days === undefined ? undefined : Number(days)));
    },
  });
}
