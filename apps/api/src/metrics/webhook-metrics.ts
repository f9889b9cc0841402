import { Counter, Gauge, type Registry } from 'prom-client';
import type { Database } from '../database/database.ts';
import { countDeliveries } from '../features/webhooks/deliveries.queries.ts';
import { readAtScrape } from './read-at-scrape.ts';

/**
 * Registers the metrics of webhooks: the tries of this process, and the deliveries in the database that are pending or
 * failed for good. Returns the counter of tries.
 */
export function createWebhookMetrics(register: Registry, db: Database): Counter<'webhook' | 'outcome'> {
  const readCounts = readAtScrape(() => db.probe(countDeliveries, {}));
  const deliveries = new Gauge({
    name: 'raqam_webhook_deliveries',
    help: 'Deliveries of all processes that are pending or failed for good, at most 10,000 of each',
    labelNames: ['webhook', 'state'],
    registers: [register],
    async collect() {
      const counts = (await readCounts()) ?? [];
      deliveries.reset();
      for (const { webhook_id: webhook, pending, failed } of counts) {
        deliveries.set({ webhook, state: 'pending' }, pending);
        deliveries.set({ webhook, state: 'failed' }, failed);
      }
    },
  });
  return new Counter({
    name: 'raqam_webhook_tries_total',
    help: 'Tries of this process to deliver: delivered, pending (to be tried again) or failed for good',
    labelNames: ['webhook', 'outcome'],
    registers: [register],
  });
}
