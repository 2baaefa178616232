import { icon } from '../ui/icons';

export const pages = [
  { to: '/', label: 'Overview', key: 'o', icon: icon('M4 13h6V4H4zM14 20h6V4h-6zM4 20h6v-3H4z') },
  { to: '/explore', label: 'Explore', key: 'e', icon: icon('M4 20V10M10 20V4M16 20v-8M22 20H2') },
  { to: '/workloads', label: 'Workloads', key: 'w', icon: icon('M12 3l9 5-9 5-9-5zM3 12l9 5 9-5M3 16l9 5 9-5') },
  {
    to: '/efficiency',
    label: 'Efficiency',
    key: 'a',
    icon: icon('M12 3v4M12 17v4M3 12h4M17 12h4M12 12l4-4M12 8a4 4 0 1 0 4 4'),
  },
  { to: '/changes', label: 'Changes', key: 'c', icon: icon('M4 5v15M9 5v6M14 11v4M20 15v5M4 5h5M9 11h5M14 15h6') },
  { to: '/reconciliation', label: 'Bill & data', key: 'r', icon: icon('M9 11l2 2 4-4M6 3h12v18l-3-2-3 2-3-2-3 2z') },
] as const;
