# hz3: the preload lanes. Java becomes C once (Maven, TeaVM); a lane is then one run of the C compiler.
#   make all_ldpreload_scale      libhakozuna_hz3_scale.so and the link libhakozuna_hz3_ldpreload.so to it
#   make all_ldpreload_LANE       the lane of lanes/LANE.lane
#   make all_lanes                every lane
#   make flags_index              docs/BUILD_FLAGS_INDEX.md anew
#   make lane_counts              what the simulation counts of each lane, and docs/LANES.md, anew
#   make clean                    all of this away; with other targets it goes first
# Variables: HZ3_DEFS_EXTRA="-DHZ3_X=1" values over the lane's, CC another compiler, HZ3_CFLAGS_EXTRA more of its options.

ifeq ($(origin CC),default)
CC := gcc
endif
export CC HZ3_DEFS_EXTRA HZ3_CFLAGS_EXTRA

ALL_C := preload/target/c/all.c
KNOBS_H := preload/target/include/hz3_knobs.h
TEXT_H := preload/target/include/hz3_text.h
LANES := $(patsubst lanes/%.lane,%,$(wildcard lanes/*.lane))
BUILT := $(LANES:%=libhakozuna_hz3_%.so)
OTHER_GOALS := $(filter-out clean,$(MAKECMDGOALS))

.DELETE_ON_ERROR:
.DEFAULT_GOAL := all_ldpreload_scale
.PHONY: clean FORCE

clean:
	rm -rf knobs/target sys-jvm/target core/target preload/target
	rm -f libhakozuna_hz3_*.so

ifneq ($(and $(filter clean,$(MAKECMDGOALS)),$(OTHER_GOALS)),)

# Also with -j nothing may start before clean has ended, so the rest is a make of its own.
.PHONY: $(OTHER_GOALS) after_clean
$(OTHER_GOALS): after_clean
	@:
after_clean: clean
	@+$(MAKE) --no-print-directory $(OTHER_GOALS)

else

.PHONY: all_lanes generated_c flags_index lane_counts $(LANES:%=all_ldpreload_%)
all_lanes: $(LANES:%=all_ldpreload_%)
$(LANES:%=all_ldpreload_%): all_ldpreload_%: libhakozuna_hz3_%.so
all_ldpreload_scale: libhakozuna_hz3_ldpreload.so
all_ldpreload_%:
	@echo "hz3: unknown lane $*; the lanes are $(LANES), and a file lanes/$*.lane makes a new one" >&2; exit 2

libhakozuna_hz3_ldpreload.so: libhakozuna_hz3_scale.so
	@ln -sfn $< $@

# The order matters: a bad definition is refused before the long way from Java to C begins.
$(BUILT): libhakozuna_hz3_%.so: preload/target/lanes/%.settings $(wildcard lanes/*.lane) $(KNOBS_H) $(TEXT_H) $(ALL_C) \
    $(wildcard preload/src/main/native/*) scripts/build_lane.sh
	@echo "hz3: compiling lane $*"
	@scripts/build_lane.sh $* $@ "$$HZ3_DEFS_EXTRA"

# The settings a lane was last built with. The file changes only with them.
preload/target/lanes/%.settings: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' "$$CC" "$$HZ3_CFLAGS_EXTRA" "$$HZ3_DEFS_EXTRA" > $@.now
	@cmp -s $@.now $@ && rm $@.now || { scripts/knobs.sh defines $* "$$HZ3_DEFS_EXTRA" > /dev/null && mv $@.now $@; }
.SECONDARY: $(LANES:%=preload/target/lanes/%.settings)

generated_c: $(ALL_C) $(KNOBS_H) $(TEXT_H)

# Dated back to when Maven began, so that a source saved meanwhile counts as newer.
$(ALL_C): pom.xml core/pom.xml preload/pom.xml $(shell find core/src/main preload/src/main/java -name '*.java')
	@echo "hz3: translating Java to C (about a minute)"
	@mkdir -p preload/target && touch preload/target/began
	@flock Makefile scripts/mvn.sh -q -Dmaven.test.skip=true -pl preload -am prepare-package
	@touch -r preload/target/began $@

$(KNOBS_H): $(wildcard knobs/src/main/java/io/hakozuna/hz3/knobs/*.java)
	@mkdir -p $(@D)
	@scripts/knobs.sh header $@

# What the core can say, from its own declaration.
$(TEXT_H): $(ALL_C)
	@"$$(scripts/find_jdk.sh)/bin/java" -cp core/target/classes:preload/target/classes io.hakozuna.hz3.preload.TextTable $@

flags_index:
	@scripts/knobs.sh index docs/BUILD_FLAGS_INDEX.md knobs/effects.txt

lane_counts:
	@scripts/mvn.sh -q -pl knobs,insight,sys-jvm,core,simulation -Dtest=LaneCountsTest -Dhz3.counts.write=true \
	    -Dsurefire.failIfNoSpecifiedTests=false test
	@./hz3 bench lanes docs/results/lanes.json

endif
