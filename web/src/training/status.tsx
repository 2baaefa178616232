import { Badge, type Kind } from '../ui/bits';
import { statuses } from './state';

const looks: Readonly<Record<string, Kind>> = { running: 'ok', finished: 'plain', failed: 'bad', stopped: 'warn' };

export const StatusBadge = ({ status }: { status: string | null }) =>
  status === null ? (
    <span>—</span>
  ) : (
    <Badge kind={looks[status] ?? 'plain'}>{(statuses as Readonly<Record<string, string>>)[status] ?? status}</Badge>
  );
