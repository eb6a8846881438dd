// Every figure's name as docs/kpis.md has it, its unit and its definition in short, in Chinese.

import type { KpiCode } from '../wire/planner/kpis.ts';

/** A unit of '0-1' is a share, shown as a percentage. */
export type KpiWords = Record<KpiCode, readonly [name: string, unit: string, definition: string]>;

export const kpisZh: KpiWords = {
  space_hours_open: ['开放泊位小时', '泊位·小时', '开放使用的泊位数与时长之积。'],
  utilization: ['泊位利用率', '0-1', '占用泊位小时 ÷ 已知泊位小时。'],
  vacancy_rate: ['空置率', '0-1', '1 − 泊位利用率。'],
  peak_saturation: ['高峰饱和度', '0-1', '最满的一刻钟内，占用 ÷ 已知。'],
  full_time_share: ['满位时长比', '0-1', '满位泊位小时 ÷ 已知泊位小时；没有空位即为满位。'],
  target_band_share: ['目标占用率达标率', '0-1', '单个车场各车位类型的整点小时中，占用率在 60 % 至 80 % 之间的比例。'],
  berth_gap: ['泊位缺口', '泊位', '最满的一刻钟内：开放泊位 × 占用率 ÷ 0.85 − 开放泊位。负数表示富余。'],
  turnover: ['周转率', '车次/泊位/日', '进场车次 ÷ (泊位数 × 天数)。'],
  sessions_per_hour: ['每小时停车次数', '车次/小时', '进场车次 ÷ 所选小时数。'],
  peak_hour_ratio: ['高峰小时系数', '0-1', '各整天最忙一小时的进场车次之和 ÷ 这些天的进场车次。'],
  unmet_demand: ['未满足需求比例(估计)', '0-1', '估计值：因满位离开的车次 ÷ (进场 + 离开)。满位时的到达率取未满时的到达率。'],
  unmet_demand_vehicles: ['未满足需求车次(估计)', '车次', '估计值：因满位离开的车次。'],
  mean_duration: ['平均停放时间', '分钟', '所选时段内结束的停放的平均时长。'],
  median_duration: ['停放时间中位数', '分钟', '半数停放不超过的整分钟数。'],
  p85_duration: ['停放时间第 85 百分位', '分钟', '85 % 的停放不超过的整分钟数。'],
  demand_supply_ratio: ['停车供需比', '爱尔兰/泊位', '(进场 + 离开) × 平均停放时间 ÷ 开放泊位小时。'],
  coverage_lots: ['停车场联网率', '0-1', '最近 24 小时有上报的车场 ÷ 备案车场。'],
  coverage_berths: ['泊位联网率', '0-1', '最近 24 小时有上报的车场的泊位 ÷ 备案泊位。'],
  online_rate: ['在线率', '0-1', '按时上报的时长 ÷ 首次上报以来的时长。'],
  information_delay: ['信息延迟时间(中位数)', '秒', '从观测到平台收到；半数上报不超过此值。'],
  information_delay_p95: ['信息延迟时间第 95 百分位', '秒', '95 % 的上报不超过此值。'],
  count_drift: ['车辆数积累误差', '0-1', '绝对计数与进出累计之差的绝对值之和 ÷ 泊位数之和。'],
  data_quality_score: ['数据质量分', '分', '在线 25 %、及时 20 %、配对 20 %、一致 20 %、可信 15 % 的加权平均。'],
  tidal_offered_hours: ['柔性供给', '泊位·小时', '协议泊位 × 开放时长，扣除暂停。'],
  tidal_used_hours: ['贡献泊位小时', '泊位·小时', '预约车辆在开放时段内停放的时长。'],
  tidal_uptake: ['潮汐泊位使用率', '0-1', '贡献泊位小时 ÷ 柔性供给。'],
  overstay_rate: ['超时率', '0-1', '超时停放 ÷ 全部共享停放。'],
  owner_blocked: ['业主受阻次数', '次', '业主收回单个泊位的次数。'],
  reservation_fulfilment: ['预约履约率', '0-1', '有车到场的预约 ÷ 该时段开始的全部预约。'],
};
