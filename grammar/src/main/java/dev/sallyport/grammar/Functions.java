package dev.sallyport.grammar;

import java.util.List;
import java.util.Set;

/** What is known of functions by their names. A name without a schema counts as the built-in. */
final class Functions {
    /** What calling a function can do. */
    enum Harm {
        NONE,
        EFFECT,
        /** Not a built-in known here: it may do anything. */
        UNKNOWN
    }

    /** Built-in functions that change nothing and run no text given to them. */
    static final Set<String> HARMLESS =
            of(
                    """
                    abs acos age any_value array_agg array_append array_cat array_dims array_length
                    array_lower array_ndims array_position array_positions array_prepend
                    array_remove array_replace array_to_json array_to_string array_upper ascii asin
                    atan atan2 avg bit_and bit_length bit_or bool_and bool_or btrim cardinality
                    cbrt ceil ceiling char_length character_length chr clock_timestamp concat
                    concat_ws corr cos count cume_dist date_bin date_part date_trunc decode degrees
                    dense_rank div encode every exp factorial first_value floor format gcd
                    generate_series generate_subscripts get_bit get_byte initcap isfinite
                    json_agg json_array_elements json_array_elements_text json_array_length
                    json_build_array json_build_object json_each json_each_text
                    json_extract_path json_extract_path_text json_object_agg json_object_keys
                    json_populate_record json_strip_nulls json_to_record json_to_recordset
                    json_typeof jsonb_agg jsonb_array_elements jsonb_array_elements_text
                    jsonb_array_length jsonb_build_array jsonb_build_object jsonb_each
                    jsonb_each_text jsonb_extract_path jsonb_extract_path_text jsonb_insert
                    jsonb_object_agg jsonb_object_keys jsonb_path_exists jsonb_path_match
                    jsonb_path_query jsonb_path_query_array jsonb_path_query_first jsonb_pretty
                    jsonb_set jsonb_strip_nulls jsonb_to_record jsonb_to_recordset jsonb_typeof
                    justify_days justify_hours justify_interval lag last_value lcm lead length ln
                    localtimestamp localtime log log10 lower lower_inc lower_inf lpad ltrim
                    make_date make_interval make_time make_timestamp make_timestamptz max md5 min
                    mod mode now nth_value ntile num_nonnulls num_nulls numnode octet_length
                    overlaps parse_ident percent_rank percentile_cont percentile_disc pg_typeof pi
                    plainto_tsquery phraseto_tsquery power quote_ident quote_literal quote_nullable
                    radians random rank regexp_count regexp_instr regexp_like regexp_match
                    regexp_matches regexp_replace regexp_split_to_array regexp_split_to_table
                    regexp_substr regr_slope repeat replace reverse round row_number row_to_json
                    rpad rtrim sha224 sha256 sha384 sha512 sign sin split_part sqrt
                    statement_timestamp stddev stddev_pop stddev_samp starts_with string_agg
                    string_to_array string_to_table strpos substr sum tan timeofday to_ascii
                    to_char to_date to_hex to_json to_jsonb to_number to_timestamp to_tsquery
                    to_tsvector transaction_timestamp translate trim_array trunc ts_headline
                    ts_rank ts_rank_cd unnest upper upper_inc upper_inf var_pop var_samp variance
                    websearch_to_tsquery width_bucket xmlagg

                    bit_xor box center circle covar_pop covar_samp daterange diameter height
                    int4multirange int4range int8multirange int8range isempty left line lseg
                    nummultirange numrange path point polygon radius range_agg
                    range_intersect_agg range_merge regr_avgx regr_avgy regr_count
                    regr_intercept regr_r2 regr_sxx regr_sxy regr_syy right tsrange tstzrange
                    unistr width

                    extract is_normalized json_scalar like_escape normalize overlay position
                    similar_to_escape substring system_user timezone xmlexists

                    acldefault aclexplode array_in col_description current_database current_role
                    current_schema current_schemas current_setting current_user format_type
                    getdatabaseencoding has_any_column_privilege has_column_privilege
                    has_database_privilege has_foreign_data_wrapper_privilege
                    has_function_privilege has_language_privilege has_schema_privilege
                    has_sequence_privilege has_server_privilege has_table_privilege
                    has_tablespace_privilege has_type_privilege inet_client_addr inet_client_port
                    inet_server_addr inet_server_port makeaclitem obj_description pg_backend_pid
                    pg_char_to_encoding pg_client_encoding pg_collation_for
                    pg_collation_is_visible pg_column_size pg_conf_load_time
                    pg_conversion_is_visible pg_database_size pg_describe_object
                    pg_encoding_to_char pg_function_is_visible pg_get_constraintdef pg_get_expr
                    pg_get_function_arg_default pg_get_function_arguments
                    pg_get_function_identity_arguments pg_get_function_result
                    pg_get_function_sqlbody pg_get_functiondef pg_get_indexdef pg_get_keywords
                    pg_get_object_address pg_get_partition_constraintdef pg_get_partkeydef
                    pg_get_ruledef pg_get_serial_sequence pg_get_statisticsobjdef
                    pg_get_statisticsobjdef_columns pg_get_triggerdef pg_get_userbyid
                    pg_get_viewdef pg_has_role pg_identify_object pg_index_column_has_property
                    pg_index_has_property pg_indexam_has_property pg_indexes_size
                    pg_is_in_recovery pg_is_other_temp_schema pg_my_temp_schema
                    pg_opclass_is_visible pg_operator_is_visible pg_opfamily_is_visible
                    pg_options_to_table pg_partition_ancestors pg_partition_root
                    pg_partition_tree pg_postmaster_start_time pg_relation_filenode
                    pg_relation_is_publishable pg_relation_is_updatable pg_relation_size
                    pg_sequence_parameters pg_show_all_settings pg_size_pretty
                    pg_stat_get_numscans pg_statistics_obj_is_visible pg_table_is_visible
                    pg_table_size pg_tablespace_databases pg_tablespace_location
                    pg_tablespace_size pg_timezone_abbrevs pg_timezone_names
                    pg_total_relation_size pg_trigger_depth pg_ts_config_is_visible
                    pg_ts_dict_is_visible pg_ts_parser_is_visible pg_ts_template_is_visible
                    pg_type_is_visible row_security_active session_user shobj_description
                    to_regclass to_regnamespace to_regoper to_regoperator to_regproc
                    to_regprocedure to_regrole to_regtype txid_current_if_assigned version
                    """);

    /** Built-in functions with an effect, but none on settings; set_config is watched apart. */
    static final Set<String> EFFECTIVE =
            of(
                    """
                    set_config nextval setval currval lastval gen_random_uuid uuidv4 uuidv7 pg_notify
                    setseed pg_sleep pg_advisory_lock pg_advisory_unlock pg_advisory_unlock_all
                    pg_advisory_xact_lock pg_try_advisory_lock pg_try_advisory_xact_lock
                    pg_cancel_backend pg_terminate_backend txid_current pg_current_xact_id
                    merge_action
                    """);

    /** Those of them, and of others, that keep what they are given where it can be asked for. */
    static final Set<String> KEEPING =
            of(
                    """
                    set_config setval setseed pg_notify pg_advisory_lock pg_advisory_lock_shared
                    pg_advisory_xact_lock pg_advisory_xact_lock_shared pg_try_advisory_lock
                    pg_try_advisory_lock_shared pg_try_advisory_xact_lock
                    pg_try_advisory_xact_lock_shared
                    """);

    static final Set<String> AGGREGATES =
            of(
                    """
                    any_value array_agg avg bit_and bit_or bit_xor bool_and bool_or corr count
                    covar_pop covar_samp cume_dist dense_rank every json_agg json_agg_strict
                    json_object_agg json_object_agg_strict json_object_agg_unique
                    json_object_agg_unique_strict jsonb_agg jsonb_agg_strict jsonb_object_agg
                    jsonb_object_agg_strict jsonb_object_agg_unique
                    jsonb_object_agg_unique_strict max min mode percent_rank percentile_cont
                    percentile_disc range_agg range_intersect_agg rank regr_avgx regr_avgy
                    regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy stddev
                    stddev_pop stddev_samp string_agg sum var_pop var_samp variance xmlagg
                    """);

    /** Those of the harmless ones that may return several rows. */
    static final Set<String> SET_RETURNING =
            of(
                    """
                    aclexplode generate_series generate_subscripts json_array_elements
                    json_array_elements_text json_each json_each_text json_object_keys
                    json_populate_record json_to_recordset jsonb_array_elements
                    jsonb_array_elements_text jsonb_each jsonb_each_text jsonb_object_keys
                    jsonb_path_query jsonb_to_recordset pg_options_to_table pg_partition_ancestors
                    pg_partition_tree regexp_matches regexp_split_to_table string_to_table unnest
                    """);

    private Functions() {}

    static Harm harm(List<String> name) {
        String last = name.getLast();
        if (isBuiltIn(name)) {
            return HARMLESS.contains(last)
                    ? Harm.NONE
                    : EFFECTIVE.contains(last) ? Harm.EFFECT : Harm.UNKNOWN;
        }
        boolean schemaView =
                name.size() == 2
                        && name.getFirst().equals("information_schema")
                        && last.startsWith("_pg_");
        return schemaView ? Harm.NONE : Harm.UNKNOWN;
    }

    private static boolean isBuiltIn(List<String> name) {
        return name.size() == 1 || (name.size() == 2 && name.getFirst().equals("pg_catalog"));
    }

    /** Whether a FuncCall is of one of these built-in functions. */
    static boolean isOf(Set<String> functions, Node call) {
        List<String> name = call.names("funcname");
        return isBuiltIn(name) && functions.contains(name.getLast());
    }

    private static Set<String> of(String words) {
        return Set.of(words.strip().split("\\s+"));
    }
}
