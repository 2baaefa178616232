# Unit tests (src/**/*_test.cpp, one binary), fuzz targets (fuzz/*_fuzz.cpp) and the end-to-end runs of the program (test/e2e).
find_package(GTest REQUIRED)
enable_testing()
include(GoogleTest)

file(GLOB_RECURSE test_sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/src/*_test.cpp" "${CMAKE_SOURCE_DIR}/test/support/*.cpp")
add_executable(farthing_tests ${test_sources})
target_include_directories(farthing_tests PRIVATE "${CMAKE_SOURCE_DIR}/test")
target_compile_definitions(farthing_tests PRIVATE FARTHING_TEST_DATA="${CMAKE_SOURCE_DIR}/test/data")
# Designated initialisers name what a test is about; gtest's macros are an if and an else.
target_compile_options(farthing_tests PRIVATE -Wno-missing-field-initializers -Wno-dangling-else)
target_link_libraries(farthing_tests PRIVATE farthing_cli brotlidec GTest::gtest_main GTest::gmock)
target_precompile_headers(farthing_tests PRIVATE <algorithm> <filesystem> <map> <memory> <string> <vector> <fmt/format.h> <tl/expected.hpp> <gmock/gmock.h> <gtest/gtest.h>)
gtest_discover_tests(farthing_tests DISCOVERY_TIMEOUT 120 PROPERTIES LABELS unit)

# A fuzz target is a libFuzzer binary under clang, and in every other build a plain program that replays the corpus.
file(GLOB fuzz_sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/fuzz/*_fuzz.cpp")
foreach(source ${fuzz_sources})
  string(REGEX REPLACE ".*/(.*)_fuzz\\.cpp$" "\\1" name "${source}")
  add_executable(fuzz_${name} "${source}")
  target_link_libraries(fuzz_${name} PRIVATE farthing_collect_bill farthing_opencost)
  if(FARTHING_FUZZ)
    target_compile_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  else()
    target_sources(fuzz_${name} PRIVATE "${CMAKE_SOURCE_DIR}/fuzz/replay.cpp")
    add_test(NAME fuzz_replay_${name} COMMAND fuzz_${name} "${CMAKE_SOURCE_DIR}/fuzz/corpus/${name}")
    set_tests_properties(fuzz_replay_${name} PROPERTIES LABELS "unit;fuzz")
  endif()
endforeach()

# The scripts that `make check` trusts are tested themselves.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
file(GLOB script_tests CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/test/scripts/*_test.py")
foreach(test ${script_tests})
  get_filename_component(name "${test}" NAME_WE)
  add_test(NAME scripts.${name} COMMAND Python3::Interpreter "${test}")
  set_tests_properties(scripts.${name} PROPERTIES LABELS scripts)
endforeach()
