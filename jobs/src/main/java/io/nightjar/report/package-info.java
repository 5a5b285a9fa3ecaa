/**
 * The report of a night, for people ({@code report.html}) and for programs ({@code report.json}).
 *
 * <p>{@link io.nightjar.report.ReportData} turns what the jobs left behind into a {@link
 * io.nightjar.report.NightReport}; {@link io.nightjar.report.HtmlReport} draws it; {@link
 * io.nightjar.report.ReportWriter} does both and keeps the two files.
 */
package io.nightjar.report;
