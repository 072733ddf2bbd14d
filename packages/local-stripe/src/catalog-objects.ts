import type { StripeObject } from './types';

export interface StripeMeter extends StripeObject {
  id: string;
  created: number;
  updated: number;
  display_name: string;
  readonly event_name: string;
  readonly default_aggregation: { formula: 'count' | 'last' | 'sum' };
  readonly customer_mapping: { type: 'by_id'; event_payload_key: string };
  readonly value_settings: { event_payload_key: string };
  /** Of a pre-aggregated meter, which counts only the newest event of each window (UTC). */
  readonly event_time_window: 'day' | 'hour' | null;
  status: 'active' | 'inactive';
  status_transitions: { deactivated_at: number | null };
}

export interface StripeProduct extends StripeObject {
  id: string;
  created: number;
  updated: number;
  active: boolean;
  readonly type: 'good' | 'service';
  name: string;
  description: string | null;
  metadata: Record<string, string>;
  unit_label: string | null;
}

export interface StripePrice extends StripeObject {
  id: string;
  created: number;
  active: boolean;
  readonly currency: string;
  readonly product: string;
  readonly type: 'one_time' | 'recurring';
  readonly recurring: {
    readonly interval: string;
    readonly interval_count: number;
    readonly meter: string | null;
    readonly usage_type: string;
    readonly trial_period_days: number | null;
  } | null;
  lookup_key: string | null;
  nickname: string | null;
  metadata: Record<string, string>;
}
