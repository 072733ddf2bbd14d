"""PutMetricFilter under a name that exists replaces the filter; moto keeps both."""

from moto.logs.metric_filters import MetricFilters

add_filter = MetricFilters.add_filter


def replace_filter(filters, filter_name, filter_pattern, log_group_name, metric_transformations):
    filters.delete_filter(filter_name, log_group_name)
    add_filter(filters, filter_name, filter_pattern, log_group_name, metric_transformations)


MetricFilters.add_filter = replace_filter
