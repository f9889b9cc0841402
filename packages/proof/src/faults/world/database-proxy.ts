import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP proxy between the api and PostgreSQL, in which a network or a failover goes wrong. */
export interface DatabaseProxy {
  readonly port: number;
  /** New connections go to this local port from now on; existing ones break. */
  switchTo(port: number): void;
  /** Every packet takes this long in each direction; 0: no delay. */
  delay(ms: number): void;
  /** This share of the answers is dropped, and the connection breaks: the server has done the work. */
  loseAnswers(share: number): void;
  /** How many answers were dropped. */
  lost(): number;
  close(): void;
}

/** `random` yields numbers from 0 to 1. */
export async function startDatabaseProxy(target: number, random: () => number): Promise<DatabaseProxy> {
  let port = target;
  let delayMs = 0;
  let lossShare = 0;
  let lost = 0;
  const sockets = new Set<Socket>();

  /** Writes in order, also while the delay changes. */
  function pass(from: Socket, to: Socket, isLost: () => boolean): void {
    let last = Promise.resolve();
    from.on('data', (data) => {
      if (isLost()) {
        lost += 1;
        from.destroy();
        to.destroy();
        return;
      }
      if (delayMs === 0) {
        last = last.then(() => void to.write(data));
        return;
      }
      const due = new Promise<void>((resolve) => setTimeout(resolve, delayMs));
      last = Promise.all([last, due]).then(() => void to.write(data));
    });
    from.on('error', () => to.destroy());
    from.on('close', () => {
      sockets.delete(from);
      last.then(() => to.end());
    });
    sockets.add(from);
  }

  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ port, host: '127.0.0.1', noDelay: true });
    pass(client, upstream, () => false);
    pass(upstream, client, () => lossShare > 0 && random() < lossShare);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port, // it listens on TCP
    switchTo(next) {
      port = next;
      cut();
    },
    delay(ms) {
      delayMs = ms;
    },
    loseAnswers(share) {
      lossShare = share;
    },
    lost: () => lost,
    close() {
      server.close();
      cut();
    },
  };
}
