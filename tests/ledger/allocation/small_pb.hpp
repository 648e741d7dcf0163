// A small election of our own invention with everything the reader knows.
#pragma once

#include <string_view>

inline constexpr std::string_view kSmallPb =
    "META\n"                                                             // 1
    "key;value\n"                                                        // 2
    "description;\"A square; and \"\"more\"\"\"\n"                       // 3
    "country;Sweden\n"                                                   // 4
    "unit;Lillby\n"                                                      // 5
    "instance;2022\n"                                                    // 6
    "num_projects;3\n"                                                   // 7
    "num_votes;5\n"                                                      // 8
    "budget;1000.5\n"                                                    // 9
    "vote_type;approval\n"                                               // 10
    "rule;greedy-threshold\n"                                            // 11
    "date_begin;01.02.2022\n"                                            // 12
    "date_end;2022\n"                                                    // 13
    "max_length;3\n"                                                     // 14
    "max_sum_cost;2000000000\n"                                          // 15
    "min_project_score_threshold;2\n"                                    // 16
    "currency;SEK\n"                                                     // 17
    "PROJECTS\n"                                                         // 18
    "project_id;cost;votes;name;category;selected;latitude;longitude\n"  // 19
    "2022/A/1;500;3;\"Bänk; vid sjön\";culture,sport;1;59.33;18.07\n"    // 20
    "2022/A/2;500.50;2;Lekplats \"Nya\";;1;;\n"                          // 21
    "RM-II.4;999999999;1;Återtaget;;0;;\n"                               // 22
    "VOTES\n"                                                            // 23
    "voter_id;vote\n"                                                    // 24
    "v1;2022/A/2,2022/A/1\n"                                             // 25
    "v2;2022/A/1\n"                                                      // 26
    "v3;2022/A/1,2022/A/2\n"                                             // 27
    "v4;RM-II.4\n"                                                       // 28
    "v5;\n";                                                             // 29
