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
  {
    to: '/gpu',
    label: 'GPU fleet',
    key: 'p',
    icon: icon('M7 7h10v10H7zM10 10h4v4h-4zM9 7V3M15 7V3M9 21v-4M15 21v-4M3 9h4M3 15h4M17 9h4M17 15h4'),
  },
  { to: '/training', label: 'Training runs', key: 't', icon: icon('M3 20l6-7 4 3 8-11M15 5h6v6M3 4v16h18') },
  {
    to: '/inference',
    label: 'Inference',
    key: 'i',
    icon: icon('M4 5h16v11H10l-4 4v-4H4zM8 9h8M8 12h5'),
  },
  { to: '/changes', label: 'Changes', key: 'c', icon: icon('M4 5v15M9 5v6M14 11v4M20 15v5M4 5h5M9 11h5M14 15h6') },
  { to: '/reconciliation', label: 'Bill & data', key: 'r', icon: icon('M9 11l2 2 4-4M6 3h12v18l-3-2-3 2-3-2-3 2z') },
] as const;
